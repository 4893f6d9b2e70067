import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const good = file('good.yaml', 'egress: { workers: 1 }\n');
const bad = file('bad.yaml', 'egress:\n  workerz: 1\ndata: 7\n');

describe('config check', () => {
  it('says that a good file is good', async () => {
    expect(await atlantic(['config', 'check', good])).toMatchObject({
      code: 0,
      out: `${good} is good: 2 listeners, 1 pool, 1 route, 0 credentials.`,
      err: '',
    });
  });

  it('names every problem of a bad one, a line each', async () => {
    const { code, out, err } = await atlantic(['config', 'check', bad]);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')).toEqual([
      `${bad}:2: egress.workerz: is not a key here; the keys are workers, drainSeconds, listeners, targets, dns, overload. Did you mean "workers"?`,
      `${bad}:3: data: 7 must be text; put it in quotes.`,
    ]);
  });

  it('gives problems as data with --json', async () => {
    const { code, out, err } = await atlantic(['config', 'check', bad, '--json']);
    expect(code).toBe(1);
    const { problems } = JSON.parse(out);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatchObject({ file: bad, line: 2, key: 'egress.workerz', nearest: 'workers' });
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'config_invalid', detail: `${bad} has 2 problems.` } });
    expect(JSON.parse((await atlantic(['config', 'check', good, '--json'])).out)).toEqual({ file: good, problems: [] });
  });

  it('needs a file, and one that is there', async () => {
    expect((await atlantic(['config', 'check'])).code).toBe(2);
    const { code, err } = await atlantic(['config', 'check', join(directory, 'none')]);
    expect([code, err]).toEqual([1, `${join(directory, 'none')}: cannot be read (ENOENT).`]);
  });
});
