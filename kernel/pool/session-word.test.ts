import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, exitIn, MOST_POOLS_OF_SESSION, type PoolExit, withExit } from './session-word.ts';

it('has one exit for each pool, the last that was written down, and a bounded number of them', () => {
  const pool = fc.integer({ min: 0, max: 40 }).map((number) => `p${number}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(pool, fc.string()), { minLength: 1, maxLength: 100 }), (written) => {
      const exits = written.reduce<readonly PoolExit[]>((all, [name, exit]) => withExit(all, name, exit), []);
      expect(exits.length).toBe(Math.min(new Set(written.map(([name]) => name)).size, MOST_POOLS_OF_SESSION));
      for (const [name, exit] of exits) expect(exit).toBe(written.findLast(([other]) => other === name)?.[1]);
      expect(exitIn(exits, written.at(-1)?.[0] ?? '')).toBe(written.at(-1)?.[1]);
      expect(exitIn(exits, 'other')).toBeUndefined();
    }),
  );
});

it('ends by what comes first, its lifetime or a pause', () => {
  const word = { since: 1000, usedAt: 5000 };
  expect(endOf(word, {})).toBeUndefined();
  expect(endOf(word, { lifetimeMs: 7000 })).toBe(8000);
  expect(endOf(word, { idleMs: 2000 })).toBe(7000);
  expect(endOf(word, { lifetimeMs: 7000, idleMs: 2000 })).toBe(7000);
  expect(endOf(word, { lifetimeMs: 7000, idleMs: 4000 })).toBe(8000);
});
