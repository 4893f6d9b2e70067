import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';
import { run, supplyStatus } from '../../fixture/supply.ts';

const GET = 'GET /supply/status';
async function lines(body: object) {
  const { out } = await atlantic(['supply', 'status'], { [GET]: { body } });
  return out.split('\n').map((line) => line.trim().split(/ {2,}/));
}

it('says how supply is', async () => {
  expect(await lines(supplyStatus)).toEqual([
    ['published', '12 proxies, version 7, 2 min old'],
    ['kinds', 'http 10, socks5 2'],
    ['anonymity', 'elite 10, transparent 2'],
    ['countries', 'de 8, nl 4'],
    ['judge http://judge.example/', 'up, 41 ms'],
    ['running', 'nothing'],
    ['last run', 'full, 2026-11-21 12:00:00: published as version 7'],
    ['next run', '2026-11-21 12:30:00'],
    ['feeds', '1 active, 0 paused, 3 off'],
    ['remembered', '40 proxies'],
    ['places', 'dbip-country-lite 2026-11'],
    ['IP geolocation by DB-IP.com'],
  ]);
});

it('says what is wrong', async () => {
  const countries = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`c${at}`, 20 - at]));
  const found = await lines({
    ...supplyStatus,
    snapshot: { ...supplyStatus.snapshot, stale: true, why: 'judge-down', countries },
    judges: [{ url: 'http://judge.example/', up: false, latencyMs: null, code: 'connection_refused' }],
    running: { ...run, kind: 'recheck', endedAt: null, published: null },
  });
  expect(found).toContainEqual(['published', '12 proxies, version 7, STALE (judge-down), 2 min old']);
  expect(found).toContainEqual(['judge http://judge.example/', 'DOWN: connection_refused']);
  expect(found).toContainEqual(['running', 'recheck: 120 of 120 checked, 12 alive, 40/s']);
  expect(found).toContainEqual(['countries', expect.stringMatching(/^c0 20, .*c7 13, and 2 more$/)]);
});

it('says what to do where there is nothing', async () => {
  const empty = { ...supplyStatus, snapshot: null, last: null, nextRunAt: null };
  expect(await lines(empty)).toContainEqual(['Begin a run with: atlantic supply run']);
  const judged = { ...empty, judges: [], last: { ...run, published: null, withheld: 'judge-down' } };
  expect(await lines(judged)).toContainEqual([expect.stringMatching(/^There is no judge/)]);
  const none = { ...empty, feeds: { active: 0, paused: 0, off: 3 } };
  expect(await lines(none)).toContainEqual(['No feed is on. Add one with: atlantic feed add NAME URL']);
});

it('is the answer of the API with --json, or why there is none', async () => {
  const { out } = await atlantic(['supply', 'status', '--json'], { [GET]: { body: supplyStatus } });
  expect(JSON.parse(out)).toEqual(supplyStatus);
  const away = await atlantic(['supply', 'status'], { [GET]: problem(503, 'supply_away', 'It cannot be reached.') });
  expect([away.code, away.err]).toEqual([1, expect.stringContaining('It cannot be reached.')]);
});
