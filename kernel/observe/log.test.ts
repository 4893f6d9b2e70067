import { describe, expect, it } from 'vitest';
import { allowedFields, createLog, faultFields } from './log.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(JSON.parse(line)) } };
}

describe('the log', () => {
  it('writes one JSON object a line with process, level and message', () => {
    const { lines, destination } = capture();
    createLog({ name: 'egress', destination }).info('listening', { count: 2 });
    expect(lines).toMatchObject([{ process: 'egress', level: 'info', msg: 'listening', count: 2 }]);
  });

  it('writes from the level on that it was told last', () => {
    const { lines, destination } = capture();
    const log = createLog({ name: 'egress', destination });
    log.debug('one');
    log.setLevel('debug');
    log.debug('two');
    log.setLevel('error');
    log.warn('three');
    expect(lines.map(({ msg }) => msg)).toEqual(['two']);
  });

  it('drops every field that is not on the allow-list', () => {
    expect(allowedFields({ host: 'secret.example', target: 'x', headers: 'y', pool: 'direct' })).toEqual({
      pool: 'direct',
    });
  });

  it('keeps the code of a system error and drops its message, which can hold an address', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 192.0.2.7:443'), { code: 'ECONNREFUSED' });
    const fields = faultFields(error);
    expect(fields.error).toBe('ECONNREFUSED');
    expect(JSON.stringify(fields)).not.toContain('192.0.2.7');
    expect(faultFields('192.0.2.7')).toEqual({ error: 'string' });
  });

  it('is silent below its level', () => {
    const { lines, destination } = capture();
    createLog({ name: 'control', level: 'warn', destination }).info('started');
    expect(lines).toEqual([]);
  });
});
