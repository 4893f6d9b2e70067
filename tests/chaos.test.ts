/** Every storm of `npm run test:chaos`, in short: nothing is kept, and a client that behaves is served meanwhile. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blow } from './chaos/blow.ts';
import { SHORT } from './chaos/scale.ts';
import { type Stage, setStage } from './chaos/stage.ts';
import type { Blown, Storm } from './chaos/storm.ts';
import { STORMS } from './chaos/storms.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** One after another, and measured together. */
const ALL: Storm = {
  name: 'all',
  async blow(on, scale) {
    const blown: Blown[] = [];
    for (const storm of STORMS) blown.push(await storm.blow(on, scale));
    return {
      attempts: blown.reduce((sum, { attempts }) => sum + attempts, 0),
      came: blown.map(({ came }) => came).join('; '),
      broken: blown.flatMap(({ broken }) => broken),
    };
  },
};

it('survives every storm, twice, and holds no more than before', { timeout: 120_000 }, async () => {
  // The first time is for what is loaded, compiled and pooled once.
  await ALL.blow(stage, SHORT);
  const { broken, bystander } = await blow(stage, ALL, SHORT);
  expect(broken).toEqual([]);
  expect(bystander.served).toBeGreaterThan(0);
});
