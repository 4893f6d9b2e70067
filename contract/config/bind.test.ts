import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindProblem, formatBind, parseBind } from './bind.ts';

describe('parseBind', () => {
  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:65535', { host: '::1', port: 65535 }],
  ])('%s', (text, bind) => {
    expect(parseBind(text)).toEqual(bind);
    expect(bindProblem(text)).toBeUndefined();
  });

  it.each([
    '',
    '8080',
    ':8080',
    '127.0.0.1',
    '127.0.0.1:65536',
    '::1:80',
    '[::1]',
    'a b:1',
    'h:1x',
    '*:80',
    '[abc]:80',
    '[127.0.0.1]:80',
    '999.1.1.1:80',
    'http://h:80',
    'h/p:80',
  ])('not %j', (text) => {
    expect(parseBind(text)).toBeUndefined();
    expect(bindProblem(text)).toMatch(/^must be HOST:PORT/);
  });

  it('reads what formatBind writes', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(host, fc.integer({ min: 0, max: 65535 }), (name, port) => {
        expect(parseBind(formatBind({ host: name, port }))).toEqual({ host: name, port });
      }),
    );
  });
});
