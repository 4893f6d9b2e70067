/**
 * The candidates one process has in hand: begun as the pace allows, tried again after transient faults, put back where this
 * machine or a judge was at fault.
 */
import type { Candidate } from '../candidate.ts';
import type { Verdict } from '../verdict.ts';
import type { Checker } from './checker.ts';
import type { Outcome } from './outcome.ts';
import type { Pace } from './pace.ts';

export interface WorkMeans {
  readonly checker: Pick<Checker, 'check' | 'inFlight'>;
  readonly pace: Pace;
  /** Whether a judge answers; nothing begins before one does. */
  readonly judgesUp: () => boolean;
  readonly retries: number;
  /** After the first try, a further one begins no later than this. */
  readonly totalMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  onVerdict(index: number, verdict: Verdict): void;
  /** It cannot be judged. */
  onGivenUp(index: number): void;
}

export interface Work {
  add(index: number, candidate: Candidate): void;
  /** Begins what may begin now. To be called every TURN_MS. */
  turn(): void;
  /** Checks put back and tries repeated, since it was last asked. */
  repeated(): { requeued: number; retried: number };
}

export const TURN_MS = 10;
/** Of a turn, what beginning checks may take: answers that wait meanwhile look slower than they are. */
const SLICE_MS = 4;
/** The clock is looked at once in so many. */
const LOOK_AT_CLOCK = 16;
/** Before the second try, on average; twice as long before each further one. */
const BACK_OFF_MS = 500;
const LOOK_AT_LATER_MS = 50;
/** A candidate that was put back so often, through no fault of this machine, cannot be judged. */
const MOST_DOUBTS = 20;
const DOUBT_PAUSE_MS = 250;

interface Item {
  readonly index: number;
  readonly candidate: Candidate;
  tries: number;
  doubts: number;
  /** When the first try began; negative before. */
  begunAt: number;
  /** Not before this. */
  dueAt: number;
}

export function createWork(means: WorkMeans): Work {
  const { checker, pace, now } = means;
  /** In order; what has gone is before `head`. */
  let waiting: Item[] = [];
  let head = 0;
  let later: Item[] = [];
  let lookAgainAt = 0;
  let [requeued, retried] = [0, 0];

  const putOff = (item: Item, milliseconds: number) => {
    item.dueAt = now() + milliseconds;
    later.push(item);
  };

  function settle(item: Item, outcome: Outcome): void {
    if (outcome.kind === 'verdict') return means.onVerdict(item.index, outcome.verdict);
    if (outcome.kind === 'transient') {
      const pause = BACK_OFF_MS * 2 ** item.tries * (0.5 + means.random());
      if (item.tries >= means.retries || now() + pause - item.begunAt > means.totalMs)
        return means.onVerdict(item.index, outcome.verdict);
      item.tries += 1;
      retried += 1;
      return putOff(item, pause);
    }
    requeued += 1;
    if (outcome.kind === 'local') {
      pace.localFault(now());
      return void waiting.push(item);
    }
    item.doubts += 1;
    if (item.doubts >= MOST_DOUBTS) return means.onGivenUp(item.index);
    putOff(item, DOUBT_PAUSE_MS);
  }

  function takeDue(at: number): void {
    if (later.length === 0 || at < lookAgainAt) return;
    lookAgainAt = at + LOOK_AT_LATER_MS;
    const rest: Item[] = [];
    for (const item of later) (item.dueAt <= at ? waiting : rest).push(item);
    later = rest;
  }

  function next(): Item | undefined {
    const item = waiting[head];
    if (item === undefined) return undefined;
    head += 1;
    // Dropped in one go, so that taking one costs the same however many wait.
    if (head === waiting.length || head >= 1_024) {
      waiting = waiting.slice(head);
      head = 0;
    }
    return item;
  }

  return {
    add: (index, candidate) => void waiting.push({ index, candidate, tries: 0, doubts: 0, begunAt: -1, dueAt: 0 }),
    turn() {
      const began = now();
      takeDue(began);
      if (!means.judgesUp()) return;
      for (let room = pace.room(checker.inFlight, began), count = 1; room > 0; room -= 1, count += 1) {
        if (count % LOOK_AT_CLOCK === 0 && now() - began > SLICE_MS) return;
        const item = next();
        if (item === undefined) return;
        if (item.begunAt < 0) item.begunAt = began;
        checker.check(item.candidate, (outcome) => settle(item, outcome));
      }
    },
    repeated() {
      const since = { requeued, retried };
      [requeued, retried] = [0, 0];
      return since;
    },
  };
}
