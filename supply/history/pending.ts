/**
 * Verdicts of a run that is under way. They change the history only when it is known what the run is worth: when a judge or
 * the network failed, its bad news was never true.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import type { Candidate } from '../candidate.ts';
import type { Verdict } from '../verdict.ts';
import type { FeedNames } from './entry.ts';
import { type History, keysOf } from './history.ts';

/** Verdicts between two turns of the event loop. */
const AT_ONCE = 500;

export interface Pending {
  /** `feeds`: those that list the candidate now; undefined in a run that reads no feeds. */
  readonly note: (candidate: Candidate, verdict: Verdict, feeds: FeedNames) => void;
  /** `all`, or the good news only: a proxy that was found alive is alive, whatever became of the run. */
  readonly settle: (what: 'all' | 'alive', now: number) => Promise<void>;
}

interface Note {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly feeds: FeedNames;
}

export function createPending(history: History): Pending {
  const alive = new Map<string, Note>();
  const dead = new Map<string, Note>();

  return {
    note(candidate, verdict, feeds) {
      if (verdict.alive) {
        alive.set(proxyKey(verdict.address), { candidate, verdict, feeds });
        return;
      }
      for (const key of keysOf(candidate)) {
        const address = history.get(key)?.address;
        // By its own kind: of a candidate without one, each kind is judged for itself.
        if (address !== undefined) dead.set(key, { candidate: { ...candidate, kind: address.kind }, verdict, feeds });
      }
    },
    async settle(what, now) {
      let applied = 0;
      // Of one proxy that a run found both alive and dead, named twice, the good news counts.
      const bad = what === 'all' ? [...dead].filter(([key]) => !alive.has(key)).map(([, note]) => note) : [];
      for (const { verdict, candidate, feeds } of [...alive.values(), ...bad]) {
        history.apply(verdict, candidate, feeds, now);
        applied += 1;
        if (applied % AT_ONCE === 0) await turn();
      }
      alive.clear();
      dead.clear();
    },
  };
}
