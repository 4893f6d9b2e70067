import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exit, Pool } from '../view.ts';
import { type Lease, lease } from './lease.ts';

const poolOf = (size: number): Pool => ({
  name: 'rented',
  cursor: 0,
  exits: Array.from({ length: size }, (_, at) => ({
    id: `${at}`,
    address: `${at}`,
    endpoint: 'direct',
    hash: at,
    active: 0,
  })),
});
const NONE = new Set<Exit>();
const active = (pool: Pool) => pool.exits.map((exit) => exit.active);
/** Which exits were tried, as a set of the pool's own objects. */
const someOf = (pool: Pool, picks: readonly number[]) => new Set(pool.exits.filter((_, at) => picks.includes(at)));

describe('leasing an exit', () => {
  it('takes turns when all come back at once', () => {
    const pool = poolOf(3);
    const order = Array.from({ length: 7 }, () => {
      const held = lease(pool, NONE, undefined);
      held.release();
      return held.exit.id;
    });
    expect(order.join('')).toBe('0120120');
  });

  it('keeps the load within one lease of even, however long each is held', () => {
    const size = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(size, fc.nat({ max: 60 }), (exits, leases) => {
        const pool = poolOf(exits);
        for (let count = 0; count < leases; count += 1) lease(pool, NONE, undefined);
        expect(Math.max(...active(pool)) - Math.min(...active(pool))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives the least busy exit that was not tried, and counts every lease until it is released', () => {
    const step = fc.record({ release: fc.option(fc.nat(), { nil: undefined }), tried: fc.array(fc.nat({ max: 4 })) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 50 }), (size, steps) => {
        const pool = poolOf(size);
        const held: Lease[] = [];
        for (const { release, tried: picks } of steps) {
          if (release !== undefined && held.length > 0) held.splice(release % held.length, 1)[0]?.release();
          const tried = someOf(pool, picks);
          const free = pool.exits.filter((exit) => !tried.has(exit));
          if (free.length === 0) {
            expect(() => lease(pool, tried, undefined)).toThrow(expect.objectContaining({ code: 'pool_empty' }));
            continue;
          }
          const least = Math.min(...free.map((exit) => exit.active));
          const leased = lease(pool, tried, undefined);
          held.push(leased);
          expect(tried.has(leased.exit)).toBe(false);
          expect(leased.exit.active).toBe(least + 1);
          expect(active(pool)).toEqual(pool.exits.map((exit) => held.filter((one) => one.exit === exit).length));
        }
      }),
    );
  });

  it('gives each exit once to a request that tries them all', () => {
    const pool = poolOf(4);
    const tried = new Set<Exit>();
    while (tried.size < 4) tried.add(lease(pool, tried, undefined).exit);
    expect(active(pool)).toEqual([1, 1, 1, 1]);
  });

  it('takes a lease back once', () => {
    const pool = poolOf(1);
    const first = lease(pool, NONE, undefined);
    lease(pool, NONE, undefined);
    first.release();
    first.release();
    expect(active(pool)).toEqual([1]);
  });

  it('has none of an empty pool', () => {
    expect(() => lease(poolOf(0), NONE, undefined)).toThrow(expect.objectContaining({ code: 'pool_empty' }));
  });

  it('says to people why', () => {
    expect(lease(poolOf(1), NONE, undefined).why).toBe('the only endpoint of its pool');
    expect(lease(poolOf(2), NONE, undefined).why).toBe('fewest sessions of 2 endpoints, in turn');
  });

  it('gives a session its exit, however busy that is, and another one only when that was tried', () => {
    const pool = poolOf(5);
    const first = lease(pool, NONE, 7);
    expect(lease(pool, NONE, 7).exit).toBe(first.exit);
    expect(first.why).toBe('the exit of this session');
    expect(lease(pool, new Set([first.exit]), 7).exit).not.toBe(first.exit);
  });
});
