/** Clients that are turned away: what they are told, how many there were, and how many are told at a time. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { TurnedAway } from '@atlantic/contract/overload.ts';

/** What a client is told, and after how many seconds to come again. */
const WORDS: Readonly<Record<TurnedAway, readonly [detail: string, retryAfterSeconds: number]>> = {
  connections: ['It holds as many connections as it may.', 1],
  descriptors: ['It is short of file descriptors.', 3],
  memory: ['It is short of memory.', 3],
  'loop-delay': ['It is short of processor time.', 3],
  address: ['It holds as many connections of one address as it may.', 1],
  account: ['It is nearly full, and this account has its fair share of it.', 1],
  priority: ['It is short of what it needs, and accounts of a higher priority go first.', 10],
};

export interface TurningAway {
  /** Counts one more, and says what to tell it. */
  error(what: TurnedAway): AtlanticError;
  /** Begins to tell a client; false: `most` are being told, so this one hears nothing. Ended by `told`. */
  begin(): boolean;
  /** How many may be told at a time, from now on. */
  most: number;
  told(): void;
  /** So far. */
  counts(): Partial<Record<TurnedAway, number>>;
}

export function createTurningAway(): TurningAway {
  const counts: Partial<Record<TurnedAway, number>> = {};
  let underWay = 0;
  return {
    most: Number.POSITIVE_INFINITY,
    error(what) {
      counts[what] = (counts[what] ?? 0) + 1;
      const [detail, retryAfterSeconds] = WORDS[what];
      return new AtlanticError('gateway_overloaded', { detail, retryAfterSeconds });
    },
    begin() {
      if (underWay >= this.most) return false;
      underWay += 1;
      return true;
    },
    told() {
      underWay -= 1;
    },
    counts: () => ({ ...counts }),
  };
}
