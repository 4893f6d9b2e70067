import { supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { expect, it } from 'vitest';
import { buildView } from '../view/build.ts';
import { type StatusParts, supplyStatus } from './status.ts';

const NOTHING: StatusParts = {
  view: undefined,
  staleness: undefined,
  judges: [],
  running: undefined,
  last: undefined,
  nextRunAt: undefined,
  feeds: [],
  known: 0,
  geo: { country: null, asn: null, attribution: null },
};
it('says nothing of a snapshot where there is none, and counts feeds', () => {
  const feeds = (['active', 'off', 'off', 'paused'] as const).map((state) => ({ state }));
  const status = supplyStatus({ ...NOTHING, feeds, nextRunAt: 9 });
  expect(supplyStatusSchema.parse(status)).toMatchObject({
    snapshot: null,
    running: null,
    last: null,
    nextRunAt: 9,
    feeds: { active: 1, off: 2, paused: 1 },
  });
});

it('says of a snapshot what is in it, and how old it is', async () => {
  const view = await buildView({ version: 3, publishedAt: 1_000, run: 'r0', proxies: [] });
  const staleness = { ageSeconds: 10, stale: true, why: 'judge-down' } as const;
  expect(supplyStatus({ ...NOTHING, view, staleness }).snapshot).toMatchObject({
    version: 3,
    publishedAt: 1_000,
    ageSeconds: 10,
    stale: true,
    why: 'judge-down',
    alive: 0,
    kinds: {},
  });
});
