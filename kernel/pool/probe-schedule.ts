/**
 * When each endpoint of a pool is probed: every so often, spread by chance; sooner when it is to be decided whether it is
 * well. Pure; times are milliseconds of one clock, and `random` gives numbers from 0 up to 1.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import type { State } from './endpoint-state.ts';

type Policy = Pick<PoolPolicy['health']['probe'], 'everySeconds' | 'jitter'>;

/** Between two probes of one that failed, or is on trial. */
const SOON_MS = 2_000;
/** How many failures in a row are followed by a probe so soon; one that stays in use all the same is left alone then. */
const MOST_SOON = 10;
/** The first round: so long for each endpoint, and no longer than a round takes anyway. */
const FIRST_ROUND_MS_EACH = 50;

/** `doubtful`: it failed, and that may be the judge's doing. */
export type Ended = 'well' | 'ill' | 'doubtful';

export interface ProbeSchedule {
  /** The endpoints there are. New ones are probed within the first round. */
  follow(ids: readonly string[], now: number): void;
  /**
   * At most `room` to probe now, those that waited longest first; each is under way until `ended`. Nobody is probed while
   * it is ejected. `hasty`: may a decision be hurried that hangs on the judge?
   */
  due(now: number, room: number, stateOf: (id: string) => State | undefined, hasty: boolean): string[];
  /** Brings the next probe of one forward; nothing when it is under way. */
  hurry(id: string): void;
  ended(id: string, how: Ended, now: number): void;
  underWay(id: string): boolean;
}

interface Turn {
  endedAt: number;
  /** Until the next one, when nothing is to be decided. */
  pauseMs: number;
  failures: number;
  last: Ended;
  underWay: boolean;
}

export function createProbeSchedule({ everySeconds, jitter }: Policy, random: () => number): ProbeSchedule {
  /** The one that waits longest first. */
  const turns = new Map<string, Turn>();
  const everyMs = everySeconds * 1000;

  const isSoon = ({ failures, last }: Turn, state: State, hasty: boolean): boolean =>
    (hasty || last !== 'doubtful') && (state === 'trial' || (failures > 0 && failures <= MOST_SOON));

  return {
    follow(ids, now) {
      const staying = new Set(ids);
      for (const id of turns.keys()) if (!staying.has(id)) turns.delete(id);
      const roundMs = Math.min(everyMs, ids.length * FIRST_ROUND_MS_EACH);
      for (const id of ids) {
        if (turns.has(id)) continue;
        turns.set(id, { endedAt: now, pauseMs: random() * roundMs, failures: 0, last: 'well', underWay: false });
      }
    },
    due(now, room, stateOf, hasty) {
      const ids: string[] = [];
      for (const [id, turn] of turns) {
        if (ids.length >= room) break;
        const state = stateOf(id);
        if (turn.underWay || state === undefined || state === 'ejected') continue;
        const pauseMs = isSoon(turn, state, hasty) ? Math.min(SOON_MS, turn.pauseMs) : turn.pauseMs;
        if (now - turn.endedAt >= pauseMs) ids.push(id);
      }
      for (const id of ids) {
        const turn = turns.get(id);
        if (!turn) continue;
        turn.underWay = true;
        turns.delete(id);
        turns.set(id, turn);
      }
      return ids;
    },
    hurry(id) {
      const turn = turns.get(id);
      if (turn && !turn.underWay) turn.pauseMs = 0;
    },
    ended(id, how, now) {
      const turn = turns.get(id);
      if (!turn) return;
      turn.underWay = false;
      turn.endedAt = now;
      turn.pauseMs = everyMs * (1 - jitter * random());
      turn.failures = how === 'well' ? 0 : turn.failures + 1;
      turn.last = how;
    },
    underWay: (id) => turns.get(id)?.underWay ?? false,
  };
}
