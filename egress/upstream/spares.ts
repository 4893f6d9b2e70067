/**
 * Spares: connections to upstream proxies that stand before anybody needs them, TLS included, so that a tunnel costs one
 * way to the proxy and back less, and two less with TLS. Never to targets, and never with anything sent on them yet.
 *
 * Who needs a connection takes a spare, or finds none and opens one; either way as many are opened beside as the
 * endpoint was short of lately. One that nobody needed in its time is closed and not replaced, so an idle endpoint soon
 * has none. A worker has its own.
 */
import type { Connection } from '../relay/connection.ts';
import { NOBODY } from '../relay/connection.ts';

/** Of a pool. */
export interface SpareTerms {
  /** Of one endpoint, at a time. */
  readonly max: number;
  /** How long one waits to be needed. */
  readonly ageMs: number;
}

export interface Spares {
  /**
   * A connection is needed, to what `key` names: one that stands, or undefined. `open` opens another; it is used while
   * this is called and afterwards, until the end of what it is given.
   */
  take(key: string, terms: SpareTerms, open: (ending: AbortSignal) => Promise<Connection>): Connection | undefined;
  /** Closes those that no key names any more. */
  keep(keys: ReadonlySet<string>): void;
  /** Closes all, for good. */
  close(): void;
  /** Standing or being opened, and used so far. */
  figures(): { sparesReady: number; sparesUsed: number };
}

interface Bank {
  /** The newest is the last, and is taken first: so what is too much grows old. */
  readonly idle: Idle[];
  opening: number;
  /** How many there should be. */
  wanted: number;
  usedAt: number;
}

interface Idle {
  readonly connection: Connection;
  readonly old: NodeJS.Timeout;
}

/** `most`: of all endpoints together. `now` in milliseconds; only differences count. */
export function createSpares(most: number, now: () => number): Spares {
  const banks = new Map<string, Bank>();
  const ending = new AbortController();
  let count = 0;
  let sparesUsed = 0;

  const leave = (bank: Bank, spare: Idle): boolean => {
    const at = bank.idle.indexOf(spare);
    if (at < 0) return false;
    bank.idle.splice(at, 1);
    clearTimeout(spare.old);
    count -= 1;
    return true;
  };
  const discard = (bank: Bank, spare: Idle) => {
    if (leave(bank, spare)) spare.connection.destroy();
  };
  const stand = (bank: Bank, connection: Connection, ageMs: number) => {
    const old = setTimeout(() => {
      bank.wanted = Math.max(0, bank.wanted - 1);
      discard(bank, spare);
    }, ageMs);
    old.unref();
    const spare: Idle = { connection, old };
    bank.idle.push(spare);
    // A proxy says nothing before it is asked; whoever ends or says something is of no use.
    const spoilt = () => discard(bank, spare);
    connection.receive({ data: spoilt, end: spoilt, gone: spoilt });
    connection.resume();
  };
  const add = async (
    key: string,
    bank: Bank,
    { ageMs }: SpareTerms,
    open: (ending: AbortSignal) => Promise<Connection>,
  ) => {
    bank.opening += 1;
    count += 1;
    try {
      const connection = await open(ending.signal);
      if (ending.signal.aborted || banks.get(key) !== bank) {
        count -= 1;
        connection.destroy();
      } else stand(bank, connection, ageMs);
    } catch {
      // It is the next request that finds out what is wrong, and whose fault it is.
      count -= 1;
      bank.wanted = 0;
    }
    bank.opening -= 1;
  };
  const empty = (bank: Bank) => {
    bank.wanted = 0;
    for (const spare of [...bank.idle]) discard(bank, spare);
  };

  return {
    take(key, terms, open) {
      if (ending.signal.aborted) return undefined;
      const bank = banks.get(key) ?? { idle: [], opening: 0, wanted: 0, usedAt: Number.NEGATIVE_INFINITY };
      banks.set(key, bank);
      const spare = bank.idle.at(-1);
      if (spare) {
        leave(bank, spare);
        sparesUsed += 1;
        spare.connection.pause();
        spare.connection.receive(NOBODY);
      }
      // Whoever is used so seldom that a spare would grow old meanwhile gets none.
      const often = now() - bank.usedAt < terms.ageMs;
      bank.usedAt = now();
      if (often && !spare) bank.wanted += 1;
      bank.wanted = Math.min(bank.wanted, terms.max);
      while (often && bank.idle.length + bank.opening < bank.wanted && count < most) void add(key, bank, terms, open);
      return spare?.connection;
    },
    keep(keys) {
      for (const [key, bank] of banks) {
        if (keys.has(key)) continue;
        empty(bank);
        banks.delete(key);
      }
    },
    close() {
      ending.abort();
      for (const bank of banks.values()) empty(bank);
      banks.clear();
    },
    figures: () => ({ sparesReady: count, sparesUsed }),
  };
}
