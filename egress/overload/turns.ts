/**
 * Fair shares of a worker's time among accounts that move much. A worker does one thing at a time, and an event loop lets
 * whoever has the most connections have the most of it; a socket that is never empty may even be read for milliseconds.
 *
 * So the octets of each account are counted in every round of the event loop. Who has moved its part of a round waits,
 * in the order of arrival, for the next one, which comes at once: nothing is left idle that somebody could use. Where
 * nobody moves much it costs one addition for each chunk.
 */

/** Octets of all accounts in one round: a few milliseconds of work. */
export const ROUND_BYTES = 4_194_304;
/** The part of an account is never smaller, however many there are: a read of a fast stream. */
export const LEAST_PART = 262_144;
/** Who has moved less in a round is not looked at. */
export const SMALL = 65_536;

/** The octets of one account. */
export interface Turn {
  /** So many were moved. Undefined where more may follow at once; otherwise resolves when they may. */
  moved(bytes: number): Promise<void> | undefined;
}

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** `nextRound` calls back when everything that is ready in this round has had its turn (setImmediate). */
export function createTurns(nextRound: (callback: () => void) => void): () => Turn {
  let busy: Account[] = [];
  let part = ROUND_BYTES;

  class Account implements Turn {
    #moved = 0;
    #waiting: Waiting[] = [];
    #busy = false;

    moved(bytes: number): Promise<void> | undefined {
      this.#moved += bytes;
      if (this.#moved < SMALL && this.#waiting.length === 0) return undefined;
      this.#join();
      if (this.#moved < part && this.#waiting.length === 0) return undefined;
      return new Promise((go) => this.#waiting.push({ bytes, go }));
    }

    /** Lets as many go on as will fill its part, by what each moved last. What was moved too much is owed. */
    begin(): void {
      this.#busy = false;
      this.#moved = Math.min(part, Math.max(0, this.#moved - part));
      let expected = this.#moved;
      let count = 0;
      for (const { bytes, go } of this.#waiting) {
        if (expected >= part) break;
        expected += bytes;
        count += 1;
        go();
      }
      this.#waiting.splice(0, count);
      if (this.#waiting.length > 0) this.#join();
    }

    #join(): void {
      if (this.#busy) return;
      this.#busy = true;
      if (busy.length === 0) nextRound(begin);
      busy.push(this);
    }
  }

  const begin = () => {
    const before = busy;
    busy = [];
    part = Math.max(LEAST_PART, Math.floor(ROUND_BYTES / before.length));
    for (const account of before) account.begin();
  };
  return () => new Account();
}
