/** Every storm of `npm run test:chaos`, in short: nothing is kept, and a client that behaves is served meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blow } from './chaos/blow.ts';
import { type NetStage, setNetStage } from './chaos/net/stage.ts';
import { WEATHER } from './chaos/net/weather.ts';
import type { Place } from './chaos/place.ts';
import { SHORT } from './chaos/scale.ts';
import { type Stage, setStage } from './chaos/stage.ts';
import { type Blown, type Storm, together } from './chaos/storm.ts';
import { STORMS } from './chaos/storms.ts';
import { namespaceProblem } from './kit/namespaces.ts';

/** One after another, and measured together. */
const oneOf = <P extends Place>(storms: readonly Storm<P>[]): Storm<P> => ({
  name: 'all',
  async blow(place, scale) {
    const blown: Blown[] = [];
    for (const storm of storms) blown.push(await storm.blow(place, scale));
    return together(blown);
  },
});

async function survive<P extends Place>(place: P, storms: readonly Storm<P>[]): Promise<void> {
  const all = oneOf(storms);
  // The first time is for what is loaded, compiled and pooled once.
  await all.blow(place, SHORT);
  const { broken, bystander } = await blow(place, all, SHORT);
  expect(broken).toEqual([]);
  expect(bystander.served).toBeGreaterThan(0);
}

describe('storms of clients, origins and proxies', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('pass, and nothing more is held than before', { timeout: 120_000 }, () => survive(stage, STORMS));
});

const problem = await namespaceProblem();
describe.skipIf(problem !== undefined)(`storms of the network${problem === undefined ? '' : ` (${problem})`}`, () => {
  let stage: NetStage;
  beforeAll(async () => {
    stage = await setNetStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('pass, and nothing more is held than before', { timeout: 120_000 }, () => survive(stage, WEATHER));
});
