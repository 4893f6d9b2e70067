import type { Grant, GrantAsk } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budget, createBudget } from './budget.ts';
import { createGrantBook, type GrantBook } from './grant-book.ts';
import { NOTHING, type Quantity } from './quantity.ts';

/** A plane of some workers over one quota. Control's answers can be lost; workers can die. */
class Plane {
  readonly quota: number;
  readonly spent = new Map<number, number>();
  readonly dead = new Set<number>();
  readonly budgets = new Map<number, Budget>();
  readonly book: GrantBook;
  granted = 0;
  loseAnswers = 0;

  constructor(quota: number) {
    this.quota = quota;
    this.book = createGrantBook({
      ask: async (ask) => this.#answer(ask),
      giveBack: async (_credential, have) => {
        this.granted = have.bytes;
      },
      recall: async (credential, except) => {
        for (const [worker, budget] of this.budgets) {
          if (worker !== except && !this.dead.has(worker)) this.book.returned(worker, credential, budget.surrender());
        }
      },
      pause: async () => {},
      spent: () =>
        [...this.budgets.keys()].map((worker) => ({
          worker,
          alive: !this.dead.has(worker),
          amount: this.#spentBy(worker),
        })),
    });
  }

  #spentBy(worker: number): Quantity {
    return { bytes: this.spent.get(worker) ?? 0, requests: 0 };
  }

  /** Control's rule in its simplest form: totals, never increments. */
  #answer({ credential, have, more }: GrantAsk): Grant {
    const give = Math.min(
      more.bytes,
      this.quota - this.granted,
      Math.max(100, Math.floor((this.quota - this.granted) / 8)),
    );
    const missed = Math.max(0, this.granted - have.bytes);
    this.granted += missed > 0 ? 0 : give;
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new Error('connection reset');
    }
    const total = { bytes: this.granted, requests: 1e9 };
    const free = { bytes: this.quota - this.granted, requests: null };
    return { credential, total, free, state: give > 0 || missed > 0 ? 'granted' : 'exhausted' };
  }

  worker(id: number): Budget {
    const known = this.budgets.get(id);
    if (known) return known;
    const budget = createBudget({
      credential: 'c',
      limits: { bytes: true, requests: false },
      now: () => 0,
      ask: (ask) => this.book.lease(id, ask),
    });
    this.budgets.set(id, budget);
    return budget;
  }

  async spend(id: number, bytes: number): Promise<boolean> {
    if (this.dead.has(id)) return false;
    const budget = this.worker(id);
    await budget.ready({ bytes: 1, requests: 0 }).catch(() => {});
    const taken = budget.takeUpTo(bytes);
    this.spent.set(id, (this.spent.get(id) ?? 0) + taken);
    return taken > 0;
  }

  kill(id: number): void {
    if (!this.budgets.has(id)) return;
    this.dead.add(id);
    this.book.workerGone(id, () => this.#spentBy(id));
  }

  total(): number {
    return [...this.spent.values()].reduce((sum, bytes) => sum + bytes, 0);
  }
}

const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('spend' as const),
      worker: fc.nat(3),
      bytes: fc.integer({ min: 1, max: 300_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), worker: fc.nat(3), bytes: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), worker: fc.nat(3), bytes: fc.constant(0) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('recall' as const), worker: fc.nat(3), bytes: fc.constant(0) }),
  },
);

describe('the grant book', () => {
  it('never lets the workers spend more than control granted, and never loses what was not spent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.array(operation, { maxLength: 40 }),
        async (quota, steps) => {
          const plane = new Plane(quota);
          for (const { kind, worker, bytes } of steps) {
            if (kind === 'spend') await plane.spend(worker, bytes);
            if (kind === 'kill') plane.kill(worker);
            if (kind === 'lose') plane.loseAnswers += 1;
            if (kind === 'recall') await plane.book.recalled('c');
            expect(plane.total()).toBeLessThanOrEqual(plane.granted);
            expect(plane.granted).toBeLessThanOrEqual(quota);
          }
          // A worker that joins late can spend every byte that is left: nothing is stranded with the dead or the idle.
          plane.loseAnswers = 0;
          for (let idle = 0; idle < 200 && plane.total() < quota; idle += 1) await plane.spend(99, quota);
          expect(plane.total()).toBe(quota);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('serves workers that ask at the same time', async () => {
    const plane = new Plane(1_000_000);
    const results = await Promise.all([1, 2, 3, 4].map((id) => plane.spend(id, 50_000)));
    expect(results).toEqual([true, true, true, true]);
    expect(plane.total()).toBeGreaterThan(4);
    expect(plane.total()).toBeLessThanOrEqual(plane.granted);
  });

  it('hands nothing back while an answer is on its way that raises what it holds', async () => {
    const answer = Promise.withResolvers<Grant>();
    const returned: Quantity[] = [];
    const book = createGrantBook({
      ask: () => answer.promise,
      giveBack: async (_credential, have) => void returned.push(have),
      recall: async () => {},
      pause: async () => {},
      spent: () => [],
    });
    const want = { bytes: 100, requests: 0 };
    const lease = book.lease(1, { credential: 'c', era: 1, base: NOTHING, need: want, want });
    await book.recalled('c');
    expect(returned).toEqual([]);
    const total = { bytes: 150, requests: 0 };
    answer.resolve({ credential: 'c', total, state: 'granted', free: NOTHING });
    await lease;
    await book.recalled('c');
    expect(returned).toEqual([want]);
    expect(book.total('c')).toEqual(want);
  });

  it('does not grant to a worker that died while control was asked', async () => {
    const plane = new Plane(1000);
    const lease = plane.book.lease(7, {
      credential: 'c',
      era: 1,
      base: NOTHING,
      need: { bytes: 1, requests: 0 },
      want: { bytes: 500, requests: 1 },
    });
    plane.book.workerGone(7, () => NOTHING);
    expect((await lease).add).toEqual(NOTHING);
    expect(plane.book.free('c').bytes).toBeGreaterThan(0);
  });
});
