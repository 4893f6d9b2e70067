/** One storm, a client that behaves meanwhile, and what is held before and after. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Holdings } from './holdings.ts';
import { keptSentences } from './kept.ts';
import type { Place, Served } from './place.ts';
import type { Scale } from './scale.ts';
import type { Storm } from './storm.ts';

export interface Result {
  readonly storm: string;
  /** When it had blown over. */
  readonly at: string;
  readonly attempts: number;
  readonly came: string;
  readonly seconds: number;
  readonly bystander: Served;
  readonly before: Holdings;
  readonly after: Holdings;
  readonly broken: readonly string[];
}

/** How long what was held may take to be given back: a lingering connection is read for 2 s, and FIN comes late. */
const SETTLE_MS = 20_000;
const LOOK_EVERY_MS = 500;

/** What is held once nothing more is given back, or after 20 seconds. */
async function settled(place: Place, before: Holdings | undefined): Promise<Holdings> {
  const startedAt = performance.now();
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const now = await place.holdings();
    if (!before || keptSentences(before, now).length === 0 || performance.now() - startedAt > SETTLE_MS) return now;
  }
}

export async function blow<P extends Place>(place: P, storm: Storm<P>, scale: Scale): Promise<Result> {
  const before = await settled(place, undefined);
  const over = new AbortController();
  const standing = place.standBy(over.signal);
  const startedAt = performance.now();
  const { attempts, came, broken } = await storm.blow(place, scale).finally(() => over.abort());
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const bystander = await standing;
  const after = await settled(place, before);
  return {
    storm: storm.name,
    at: new Date().toISOString(),
    attempts,
    came,
    seconds,
    bystander,
    before,
    after,
    broken: [
      ...broken,
      ...keptSentences(before, after),
      ...bystander.failed.map((how) => `a client that behaved was not served ${how}`),
    ],
  };
}
