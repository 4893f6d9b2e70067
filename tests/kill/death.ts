/** A death and the way back. */
import type { Random } from '../kit/random.ts';
import type { SessionRecord } from '../kit/transfer.ts';
import { untilCounted } from '../kit/until-counted.ts';
import { type Arena, WORKERS } from './arena.ts';
import { killVictim, untilControl, untilWhole, type Victim } from './victim.ts';

export interface Death {
  /** Milliseconds of `performance.now`: the kill, control's first answer after it, and when everything served and was settled. */
  readonly diedAt: number;
  readonly controlAt: number;
  readonly wholeAt: number;
}

/** Kills, starts again whatever nobody else starts, and waits until everything serves and every old epoch is closed. */
export async function killAndReturn(arena: Arena, victim: Victim, random: Random): Promise<Death> {
  const diedAt = performance.now();
  await killVictim(arena.atlantic(), victim, random);
  if (victim === 'everything') await arena.revive();
  await untilControl(arena.api());
  const controlAt = performance.now();
  await untilWhole(arena.atlantic(), WORKERS);
  await untilCounted(arena.atlantic(), arena.origin, arena.marker);
  return { diedAt, controlAt, wholeAt: performance.now() };
}

/** How many transfers of a credential began and ended well while control was away. */
export const servedAway = (sessions: readonly SessionRecord[], name: string, { diedAt, controlAt }: Death): number =>
  sessions
    .filter(({ credential }) => credential === name)
    .flatMap(({ transfers }) => transfers)
    .filter(({ startedAt, ending }) => startedAt > diedAt && startedAt < controlAt && ending === 'finished').length;
