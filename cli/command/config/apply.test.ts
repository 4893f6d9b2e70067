import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Answer, atlantic, problem } from '../../fixture/shell.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-apply-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = join(directory, 'new.yaml');
writeFileSync(file, 'egress: {}\n');

const change = { change: 'added', what: 'listener', name: '127.0.0.1:9090', keys: [] };
const DRY = `POST /config/apply?dry=1&label=${encodeURIComponent(file)}`;
const REAL = DRY.replace('dry=1', 'dry=0');
const answers = (changes: object[] = [change]): Record<string, Answer> => ({
  [DRY]: { body: { applied: false, revision: 3, changes } },
  [REAL]: { body: { applied: true, revision: 4, changes } },
});
const run = (args: string[], its = answers(), typed?: string) =>
  atlantic(['config', ...args], its, undefined, typed === undefined ? [] : [Buffer.from(typed)], typed !== undefined);

const DIFF = `${file} changes, about revision 3, which is in force:\n  + listener 127.0.0.1:9090`;

it.each([[['diff', file]], [['apply', file, '--dry-run']]])('only says what would change: %j', async (args) => {
  const { code, out, asked } = await run(args);
  expect([code, out, asked]).toEqual([0, DIFF, [DRY, 'egress: {}\n']]);
});

it('says so when nothing changes', async () => {
  const { out } = await run(['diff', file], answers([]));
  expect(out).toBe(`${file} changes nothing about revision 3, which is in force.`);
});

it('applies without asking when told so', async () => {
  const { code, out, asked } = await run(['apply', file, '--yes']);
  expect([code, out]).toEqual([0, `${DIFF}\nApplied; revision 4 is in force.`]);
  expect(asked).toEqual([DRY, 'egress: {}\n', REAL, 'egress: {}\n']);
});

it.each([
  ['y\n', 0, true],
  ['YES\n', 0, true],
  ['n\n', 1, false],
  ['', 1, false],
])('asks a person, who says %j', async (typed, code, applied) => {
  const result = await run(['apply', file], answers(), typed);
  expect([result.code, result.asked.includes(REAL)]).toEqual([code, applied]);
});

it('applies nothing where nobody can be asked', async () => {
  const { code, err, asked } = await run(['apply', file]);
  expect([code, err, asked.includes(REAL)]).toEqual([1, 'Nothing was applied. With --yes nobody is asked.', false]);
});

it('is the answer of the API with --json', async () => {
  expect(JSON.parse((await run(['diff', file, '--json'])).out)).toMatchObject({ applied: false, revision: 3 });
  expect(JSON.parse((await run(['apply', file, '--yes', '--json'])).out)).toMatchObject({ applied: true, revision: 4 });
});

it('shows every problem, and fails', async () => {
  const refused = { [DRY]: problem(400, 'config_invalid', 'new.yaml:1: a.\nnew.yaml:2: b.') };
  const { code, err } = await run(['apply', file, '--yes'], refused);
  expect([code, err]).toEqual([1, expect.stringContaining('new.yaml:1: a.\nnew.yaml:2: b.')]);
  const none = await run(['apply', join(directory, 'none')]);
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('cannot be read (ENOENT)')]);
});
