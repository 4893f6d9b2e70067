import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { history, run } from '../../fixture/supply.ts';

const runs = (most: number, ...list: object[]) => ({ [`GET /supply/runs?most=${most}`]: { body: { runs: list } } });
const cells = (out: string) => out.split('\n').map((line) => line.trim().split(/ {2,}/));

it('lists the last runs', async () => {
  const under = { ...run, id: 'run-2', kind: 'recheck', endedAt: null, checks: null, published: null };
  const { out } = await atlantic(['supply', 'history'], runs(20, under, run));
  expect(cells(out)).toEqual([
    ['BEGAN', 'KIND', 'TOOK', 'CHECKED', 'ALIVE', 'RESULT', 'ID'],
    ['2026-11-21 12:00:00', 'recheck', '-', '120', '12', '120 of 120 checked, 12 alive, 40/s', 'run-2'],
    ['2026-11-21 12:00:00', 'full', '1 min', '120', '12', 'published as version 7', 'run-1'],
  ]);
  expect((await atlantic(['supply', 'history', '--most', '3'], runs(3))).out).toContain('atlantic supply run');
  expect((await atlantic(['supply', 'history', '--most', '0'])).code).toBe(2);
  expect(JSON.parse((await atlantic(['supply', 'history', '--json'], runs(20, run))).out)).toEqual({ runs: [run] });
});

it('shows what is remembered of a proxy', async () => {
  const answers = { 'GET /supply/proxies/http%3A%2F%2F192.0.2.1%3A8080': { body: history } };
  const { out } = await atlantic(['supply', 'history', history.key], answers);
  expect(cells(out)).toEqual([
    ['http://192.0.2.1:8080'],
    ['now', 'dead'],
    ['checked', '2026-11-21 12:00:01'],
    ['last alive', '2026-11-21 12:00:00'],
    ['proven since', '2026-11-21 12:00:00'],
    ['first seen', '2026-11-21 12:00:00'],
    ['uptime', '90 %'],
    ['success', '95 %'],
    ['anonymity', 'elite'],
    ['exit', '192.0.2.9 de AS64500 Example'],
    ['latencies', '70 ms 80 ms'],
    ['failures', 'connection_refused 2'],
    ['feeds', 'ours'],
  ]);
  const json = await atlantic(['supply', 'history', history.key, '--json'], answers);
  expect(JSON.parse(json.out)).toEqual(history);
});
