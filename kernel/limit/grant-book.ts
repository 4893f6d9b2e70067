/**
 * The primary's book of grants: what control allows this plane to spend, and which worker holds how much of it.
 *
 * Towards control everything is a total since the epoch began, so a lost answer costs nothing. Towards workers leases
 * are increments, because the channel to a worker is reliable and ordered for as long as the worker lives; when it
 * dies, its ledger says what it spent, and the rest is free again.
 */
import type { Grant, GrantAsk } from '@atlantic/contract/plane.ts';
import type { LeaseAsk, LeaseReply } from './budget.ts';
import { covers, larger, minus, NOTHING, plus, type Quantity, smaller } from './quantity.ts';

/** How often control is asked again while other planes hold what is missing. */
const WAIT_ROUNDS = 5;

export interface GrantSource {
  /** Asks control. Rejects when it is out of reach. */
  ask(ask: GrantAsk): Promise<Grant>;
  /** Tells control the lower total of a credential. */
  giveBack(credential: string, have: Quantity): Promise<void>;
  /** Asks every worker but `except` for leases it does not need; resolves when they answered or a deadline passed. */
  recall(credential: string, except: number | undefined): Promise<void>;
  /** Waits before control is asked again. */
  pause(): Promise<void>;
  /** What each worker of this epoch has spent for a credential until now, living and dead, from their ledgers. */
  spent(credential: string): { worker: number; alive: boolean; amount: Quantity }[];
}

interface Holding {
  granted: Quantity;
  era: number;
}

interface Entry {
  total: Quantity;
  /** Spent by workers that are gone. */
  retired: Quantity;
  workers: Map<number, Holding>;
  refilling: Promise<Refill> | undefined;
  /** A question to control is under way, and its answer will set the total. */
  asking: boolean;
}

interface Refill {
  state: LeaseReply['state'];
}

export interface GrantBook {
  lease(worker: number, ask: LeaseAsk): Promise<LeaseReply>;
  /** A worker gave back part of its leases. */
  returned(worker: number, credential: string, amount: Quantity): void;
  /** A worker is gone; `spent` is what its ledger says for a credential. */
  workerGone(worker: number, spent: (credential: string) => Quantity): void;
  /** Control wants back what is not needed. */
  recalled(credential: string): Promise<void>;
  /** What control granted since the epoch began. */
  total(credential: string): Quantity;
  /** What control granted and no worker holds. */
  free(credential: string): Quantity;
}

export function createGrantBook(source: GrantSource): GrantBook {
  const entries = new Map<string, Entry>();

  const held = (entry: Entry): Quantity =>
    [...entry.workers.values()].reduce((sum, holding) => plus(sum, holding.granted), entry.retired);
  const freeOf = (entry: Entry): Quantity => larger(minus(entry.total, held(entry)), NOTHING);

  const openEntry = (credential: string): Entry => {
    const known = entries.get(credential);
    if (known) return known;
    const entry: Entry = {
      total: NOTHING,
      retired: NOTHING,
      workers: new Map(),
      refilling: undefined,
      asking: false,
    };
    for (const { worker, alive, amount } of source.spent(credential)) {
      if (alive) entry.workers.set(worker, { granted: amount, era: 0 });
      else entry.retired = plus(entry.retired, amount);
    }
    entries.set(credential, entry);
    return entry;
  };

  const holdingOf = (entry: Entry, worker: number, { era, base }: LeaseAsk): Holding => {
    const known = entry.workers.get(worker);
    if (known && known.era === era) return known;
    const holding = { era, granted: base };
    entry.workers.set(worker, holding);
    return holding;
  };

  const askControl = async (entry: Entry, { credential, want }: LeaseAsk): Promise<Grant['state'] | 'unavailable'> => {
    const have = larger(entry.total, held(entry));
    entry.asking = true;
    try {
      const grant = await source.ask({ credential, have, more: want });
      entry.total = grant.total;
      return grant.state;
    } catch {
      return 'unavailable';
    } finally {
      entry.asking = false;
    }
  };

  /** Control first; then what other workers do not need; then, while other planes hold some, control again. */
  const refill = async (entry: Entry, worker: number, ask: LeaseAsk): Promise<Refill> => {
    for (let round = 0; ; round += 1) {
      const state = await askControl(entry, ask);
      if (covers(freeOf(entry), ask.need)) return { state: 'granted' };
      await source.recall(ask.credential, worker);
      if (covers(freeOf(entry), ask.need)) return { state: 'granted' };
      if (state === 'unavailable') return { state };
      if (state !== 'wait' || round + 1 >= WAIT_ROUNDS) return { state: 'exhausted' };
      await source.pause();
    }
  };

  return {
    async lease(worker, ask) {
      const entry = openEntry(ask.credential);
      holdingOf(entry, worker, ask);
      let state: LeaseReply['state'] = 'granted';
      if (!covers(freeOf(entry), larger(ask.need, smaller(ask.want, { bytes: 1, requests: 1 })))) {
        entry.refilling ??= refill(entry, worker, ask).finally(() => {
          entry.refilling = undefined;
        });
        ({ state } = await entry.refilling);
      }
      // The worker may have gone, or started a new era, while control was asked.
      const holding = entry.workers.get(worker);
      if (!holding || holding.era !== ask.era) return { era: ask.era, add: NOTHING, state: 'unavailable' };
      const add = smaller(ask.want, freeOf(entry));
      holding.granted = plus(holding.granted, add);
      return { era: ask.era, add, state: covers(add, ask.need) ? 'granted' : state };
    },
    returned(worker, credential, amount) {
      const holding = entries.get(credential)?.workers.get(worker);
      if (holding) holding.granted = minus(holding.granted, amount);
    },
    workerGone(worker, spent) {
      for (const [credential, entry] of entries) {
        if (!entry.workers.delete(worker)) continue;
        entry.retired = plus(entry.retired, spent(credential));
      }
    },
    async recalled(credential) {
      const entry = entries.get(credential);
      if (!entry) return;
      await source.recall(credential, undefined);
      // An answer on its way would raise the total here after control has lowered it there. Who still lacks it asks again.
      if (entry.asking) return;
      entry.total = smaller(entry.total, held(entry));
      await source.giveBack(credential, entry.total);
    },
    total: (credential) => entries.get(credential)?.total ?? NOTHING,
    free: (credential) => {
      const entry = entries.get(credential);
      return entry ? freeOf(entry) : NOTHING;
    },
  };
}
