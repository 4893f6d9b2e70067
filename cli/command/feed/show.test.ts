import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';
import { feed } from '../../fixture/supply.ts';

const show = (body: object, ...more: string[]) =>
  atlantic(['feed', 'show', 'ours', ...more], { 'GET /supply/feeds/ours': { body } });

it('says all that is known', async () => {
  const { out } = await show({ ...feed, kind: 'http', failures: 2, terms: 'free to use' });
  expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['ours'],
    ['source', 'https://lists.example/ours.txt'],
    ['declared by', 'the API'],
    ['state', 'active, 2 fetches failed in a row'],
    ['format', 'auto, http'],
    ['headers', 'Authorization'],
    ['fetched every', '30 min'],
    ['at most', '30 s, 1 MiB'],
    ['next', '2026-11-21 12:30:00'],
    ['changed', '2026-11-21 12:00:00'],
    ['alive', '12 (10 %)'],
    ['last fetch', expect.stringMatching(/^2026-11-21 12:00:00: 120 found/)],
    ['terms', 'free to use'],
  ]);
});

it('shows a feed that names its proxies itself, and was not fetched', async () => {
  const { url: _, ...rest } = feed;
  const { out } = await show({ ...rest, listed: 3, headers: [], last: null });
  expect(out).toContain('3 proxies, named there');
  expect(out).toContain('none yet');
});

it('is the answer of the API with --json, or its refusal', async () => {
  expect(JSON.parse((await show(feed, '--json')).out)).toEqual(feed);
  const none = await atlantic(['feed', 'show', 'x'], {
    'GET /supply/feeds/x': problem(404, 'not_found', 'No feed x.'),
  });
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('No feed x.')]);
});
