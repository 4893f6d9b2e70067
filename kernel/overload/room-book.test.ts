import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRoomBook, freeRoom, type RoomLimits } from './room-book.ts';

const LIMITS: RoomLimits = { connections: 800, perAddress: 200, workers: 2 };

function bookOf(limits: Partial<RoomLimits> = {}, accounts = 3) {
  const book = createRoomBook();
  book.update({ ...LIMITS, ...limits }, accounts);
  /** Asks until there is no more, and says how much there was. */
  const askAll = (
    worker: number,
    ...[kind, key]: Parameters<typeof book.ask> extends [number, ...infer R] ? R : never
  ) => {
    let sum = 0;
    for (let count = 1; count > 0; sum += count) count = book.ask(worker, kind, key);
    return sum;
  };
  return { book, askAll };
}

describe('rooms that hold for all workers', () => {
  it('add up to the ceiling with what is held without asking', () => {
    const { book, askAll } = bookOf();
    expect(freeRoom(LIMITS, 'connections')).toBe(50);
    expect(book.ask(1, 'connections', '')).toBe(50);
    expect(askAll(2, 'connections', '')).toBe(650);
    book.giveBack(2, 'connections', '', 120);
    expect(askAll(1, 'connections', '')).toBe(120);
  });

  it('are one for each address', () => {
    const { askAll } = bookOf();
    expect([askAll(1, 'address', 'a'), askAll(1, 'address', 'b'), askAll(2, 'address', 'a')]).toEqual([176, 176, 0]);
  });

  it('are asked for one by one where a ceiling is small', () => {
    const { book, askAll } = bookOf({ connections: 5, perAddress: 1 });
    expect(book.ask(1, 'address', 'a')).toBe(1);
    expect(book.ask(2, 'address', 'a')).toBe(0);
    expect(askAll(1, 'connections', '')).toBe(5);
  });

  it('come free when a worker dies, and nothing is left written down', () => {
    const { book, askAll } = bookOf();
    askAll(1, 'connections', '');
    askAll(1, 'address', 'a');
    book.ask(2, 'address', 'a');
    book.workerGone(1);
    expect(askAll(2, 'connections', '')).toBe(700);
    book.workerGone(2);
    expect(book.size).toBe(0);
  });
});

describe('an account', () => {
  it('takes what it likes while there is plenty, and no more than its fair share when there is not', () => {
    const { book, askAll } = bookOf();
    for (let held = 0; held < 480; held += 6) expect(book.ask(1, 'account', 'greedy')).toBe(6);
    askAll(1, 'connections', '');
    // A half: another may still come. It has more already.
    expect(book.ask(1, 'account', 'greedy')).toBe(0);
    expect(askAll(2, 'account', 'modest')).toBe(Math.floor(800 / 3) - 12);
    expect(book.ask(2, 'account', 'late')).toBe(6);
  });

  it('that is alone is not held back', () => {
    const { askAll } = bookOf({}, 1);
    askAll(1, 'connections', '');
    expect(askAll(1, 'account', 'only')).toBe(800 - 12);
  });
});

it('whatever is asked, given back and lost, no ceiling is exceeded', () => {
  const step = fc.record({
    worker: fc.integer({ min: 1, max: 3 }),
    key: fc.constantFrom('a', 'b'),
    what: fc.constantFrom('ask', 'back', 'gone'),
  });
  const limits = fc.record({
    connections: fc.integer({ min: 1, max: 200 }),
    perAddress: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(limits, fc.array(step, { maxLength: 200 }), ({ connections, perAddress }, steps) => {
      const all = { connections, perAddress, workers: 3 };
      const { book } = bookOf(all);
      const held = new Map<string, number>();
      const sum = (key: string) => [1, 2, 3].reduce((total, worker) => total + (held.get(`${worker} ${key}`) ?? 0), 0);
      for (const { worker, key, what } of steps) {
        const mine = `${worker} ${key}`;
        if (what === 'ask') held.set(mine, (held.get(mine) ?? 0) + book.ask(worker, 'address', key));
        if (what === 'back' && (held.get(mine) ?? 0) > 0) {
          book.giveBack(worker, 'address', key, 1);
          held.set(mine, (held.get(mine) ?? 0) - 1);
        }
        if (what === 'gone') {
          book.workerGone(worker);
          for (const each of ['a', 'b']) held.delete(`${worker} ${each}`);
        }
        for (const each of ['a', 'b']) expect(sum(each) + 3 * freeRoom(all, 'address')).toBeLessThanOrEqual(perAddress);
      }
    }),
  );
});
