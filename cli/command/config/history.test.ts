import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';

const one = { number: 1, appliedAt: '2026-11-21T01:00:00.000Z', door: 'start', digest: 'a'.repeat(64) };
const first = { ...one, changeCount: 0, changes: [] };
const second = { ...first, number: 2, door: 'signal', changeCount: 3 };
const history = { revisions: [second, first] };
const answers = { 'GET /config/history': { body: history } };

it('is a table, the newest first', async () => {
  const { out } = await atlantic(['config', 'history'], answers);
  expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['REVISION', 'APPLIED', 'BY', 'CHANGES', 'DIGEST'],
    ['2', '2026-11-21T01:00:00.000Z', 'SIGHUP', '3', 'aaaaaaaaaaaa'],
    ['1', '2026-11-21T01:00:00.000Z', 'start', '-', 'aaaaaaaaaaaa'],
  ]);
});

it('is the answer of the API with --json', async () => {
  expect(JSON.parse((await atlantic(['config', 'history', '--json'], answers)).out)).toEqual(history);
});
