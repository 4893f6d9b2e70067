/**
 * Slows down guessing. Failures are counted by client address, and by name across all addresses; whoever has used up
 * the allowance is refused unheard until it refills. An address that has proved the name before is not held up by what
 * others do to that name, so guessing locks nobody out.
 *
 * Memory is bounded: the longest unused entries are forgotten first. Nothing here outlives the process.
 */

export const ADDRESS_FAILURES = 30;
export const NAME_FAILURES = 120;
/** In this time a whole allowance refills. */
export const REFILL_MS = 60_000;
const MOST_ENTRIES = 20_000;

interface Allowance {
  left: number;
  at: number;
}

export interface FailureThrottle {
  /** Milliseconds until this client may try this name again; 0 when it may now. */
  waitFor(address: string, name: string): number;
  failed(address: string, name: string): void;
  succeeded(address: string, name: string): void;
}

/** A map that forgets what was unused the longest. */
class Recent<Value> {
  readonly #entries = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= MOST_ENTRIES) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

/** `now` in milliseconds; only differences count. */
export function createFailureThrottle(now: () => number): FailureThrottle {
  const addresses = new Recent<Allowance>();
  const names = new Recent<Allowance>();
  const proven = new Recent<true>();

  const leftOf = (allowance: Allowance | undefined, most: number): number =>
    allowance ? Math.min(most, allowance.left + ((now() - allowance.at) / REFILL_MS) * most) : most;
  const wait = (left: number, most: number): number => (left >= 1 ? 0 : Math.ceil(((1 - left) / most) * REFILL_MS));
  const take = (entries: Recent<Allowance>, key: string, most: number) => {
    entries.set(key, { left: Math.max(0, leftOf(entries.get(key), most) - 1), at: now() });
  };
  const pair = (address: string, name: string): string => `${address} ${name}`;

  return {
    waitFor(address, name) {
      const byAddress = wait(leftOf(addresses.get(address), ADDRESS_FAILURES), ADDRESS_FAILURES);
      if (proven.get(pair(address, name))) return byAddress;
      return Math.max(byAddress, wait(leftOf(names.get(name), NAME_FAILURES), NAME_FAILURES));
    },
    failed(address, name) {
      take(addresses, address, ADDRESS_FAILURES);
      take(names, name, NAME_FAILURES);
    },
    succeeded(address, name) {
      const key = pair(address, name);
      if (!proven.get(key)) proven.set(key, true);
    },
  };
}
