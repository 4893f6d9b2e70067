import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';
import { feed, feedReport } from '../../fixture/supply.ts';

const feeds = (...list: object[]) => ({ 'GET /supply/feeds': { body: { feeds: list } } });
const off = { ...feed, name: 'rare', managed: 'shipped', enabled: false, state: 'off' };
const silent = { ...off, last: null, nextAt: null, yield: null, alive: 0 };

it('is a table', async () => {
  const paused = { ...feed, name: 'bad', state: 'paused', last: { ...feedReport, problem: 'status', detail: '404' } };
  const { out } = await atlantic(['feed', 'list'], feeds(feed, silent, paused));
  expect(out.split('\n').map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
    ['NAME', 'STATE', 'FROM', 'FETCHED', 'FOUND', 'ALIVE', 'YIELD', 'NEXT', 'PROBLEM'],
    ['ours', 'active', 'api', '2026-11-21 12:00:00', '120', '12', '10 %', '2026-11-21 12:30:00', '-'],
    ['rare', 'off', 'shipped', '-', '-', '-', '-', '-', '-'],
    ['bad', 'paused', 'api', '2026-11-21 12:00:00', '120', '12', '10 %', '2026-11-21 12:30:00', 'status (404)'],
  ]);
});

it('says what to do where nothing is fetched', async () => {
  expect((await atlantic(['feed', 'list'], feeds())).out).toBe(
    'There are no feeds. Add one with: atlantic feed add NAME URL',
  );
  expect((await atlantic(['feed', 'list'], feeds(silent))).out).toContain('atlantic feed resume NAME');
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['feed', 'list', '--json'], feeds(feed));
  expect(JSON.parse(out)).toEqual({ feeds: [feed] });
});
