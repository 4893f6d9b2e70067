import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionTable, type SessionRecord } from './session-table.ts';
import type { SessionName, SessionOpening } from './session-word.ts';

const CART: SessionName = { credential: 'c', session: 'cart' };
const MINUTE = 60_000;
const opening = (changes: Partial<SessionOpening> = {}): SessionOpening => ({
  ...CART,
  life: 1,
  pool: 'rented',
  exit: 'a',
  ...changes,
});
const use = (changes: object = {}) => ({ ...CART, pool: 'rented', exit: 'a', requests: 1, ...changes });

function tableOf(most?: number) {
  const changes: [session: string, record: SessionRecord | undefined][] = [];
  const table = createSessionTable(({ session }, record) => void changes.push([session, record]), most);
  return { table, changes };
}

describe('opening a session', () => {
  it('gives it the exit of whoever asked first', () => {
    const { table } = tableOf();
    expect(table.open(opening(), 10)).toMatchObject({ life: 1, since: 10, exits: [['rented', 'a']], former: [] });
    expect(table.open(opening({ life: 2, exit: 'b' }), 20)).toMatchObject({ life: 1, since: 10, usedAt: 20 });
    const second = table.open(opening({ pool: 'other', exit: 'z' }), 30);
    expect(second.exits).toEqual([
      ['rented', 'a'],
      ['other', 'z'],
    ]);
  });

  it('begins another life when its lifetime is over, which began with the first request', () => {
    const { table } = tableOf();
    const asked = { lifetimeMs: 10 * MINUTE };
    table.open(opening(asked), 0);
    expect(table.open(opening({ ...asked, life: 2, exit: 'b' }), 10 * MINUTE - 1)).toMatchObject({ life: 1 });
    const next = table.open(opening({ ...asked, life: 2, exit: 'b' }), 10 * MINUTE);
    expect(next).toMatchObject({ life: 2, since: 10 * MINUTE, exits: [['rented', 'b']], former: [['rented', 'a']] });
  });

  it('begins another life after a pause, which each use puts off', () => {
    const { table } = tableOf();
    const asked = { idleMs: MINUTE };
    table.open(opening(asked), 0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: MINUTE - 1 }), { maxLength: 20 }), (pauses) => {
        let now = table.find(CART)?.usedAt ?? 0;
        const { life } = table.open(opening(asked), now);
        for (const pause of pauses) {
          now += pause;
          table.use(use(), now);
        }
        expect(table.open(opening({ ...asked, life: life + 1 }), now + MINUTE - 1).life).toBe(life);
        expect(table.open(opening({ ...asked, life: life + 1 }), now + 2 * MINUTE).life).toBe(life + 1);
      }),
    );
  });

  it('begins another life when it is to be rotated', () => {
    const { table } = tableOf();
    table.use(use(), 0);
    expect(table.open(opening({ rotate: true, exit: 'b' }), 5)).toMatchObject({ life: 1, former: [['rented', 'a']] });
    expect(table.open(opening({ rotate: true, life: 2, exit: 'c' }), 6)).toMatchObject({ former: [['rented', 'b']] });
  });
});

describe('a session that moved', () => {
  it('stays where it went first, whoever else says otherwise', () => {
    const { table } = tableOf();
    table.use(use(), 5);
    const move = { ...CART, life: 0, pool: 'rented', from: undefined, to: 'b' };
    expect(table.move(move, 10)).toMatchObject({ life: 0, since: 5, exits: [['rented', 'b']], held: true });
    expect(table.move({ ...move, to: 'c' }, 11)).toBeUndefined();
    expect(table.move({ ...move, from: 'b', to: 'c' }, 12)).toMatchObject({ exits: [['rented', 'c']] });
    table.rotate(CART, 9, 13);
    expect(table.move({ ...move, from: 'c', to: 'd' }, 14)).toBeUndefined();
  });
});

it('knows the address of an exit as it was seen last', () => {
  const { table } = tableOf();
  table.open(opening({ address: '192.0.2.1' }), 1);
  expect(table.use(use({ address: '192.0.2.1' }), 2)).toBeUndefined();
  expect(table.use(use({ address: '192.0.2.2' }), 3)).toMatchObject({ exits: [['rented', 'a', '192.0.2.2']] });
  expect(table.use(use({ exit: 'b', address: '192.0.2.3' }), 4)).toBeUndefined();
  table.move({ ...CART, life: 1, pool: 'rented', from: 'a', to: 'c', address: '192.0.2.2' }, 5);
  expect(table.find(CART)?.exits).toEqual([['rented', 'c', '192.0.2.2']]);
});

describe('a rotation', () => {
  it('takes the exits away and remembers which they were', () => {
    const { table } = tableOf();
    table.open(opening(), 0);
    expect(table.rotate(CART, 9, 5)).toMatchObject({ life: 9, since: 5, exits: [], former: [['rented', 'a']] });
    expect(table.rotate({ ...CART, session: 'new' }, 9, 5)).toMatchObject({ life: 9, former: [] });
  });
});

describe('the table', () => {
  it('counts what is used and holds only what must be', () => {
    const { table } = tableOf();
    for (const now of [1, 2, 3]) table.use(use({ requests: 2 }), now);
    expect(table.find(CART)).toMatchObject({ requests: 6, since: 1, usedAt: 3, last: ['rented', 'a'], held: false });
    expect(table.size()).toBe(0);
    expect([table.end(CART), table.end(CART), table.find(CART)]).toEqual([true, false, undefined]);
  });

  it('has the last use of an idle session written down now and then', () => {
    const { table } = tableOf();
    table.open(opening({ idleMs: MINUTE }), 0);
    expect([1, 5999, 6000, 6001, 12_000].map((now) => table.use(use(), now) !== undefined)).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('forgets who was used the longest ago, and lives that ended long ago', () => {
    const { table, changes } = tableOf(2);
    table.open(opening({ session: 'one' }), 1);
    table.open(opening({ session: 'two', lifetimeMs: MINUTE }), 2);
    table.use(use({ session: 'one' }), 3);
    table.open(opening({ session: 'three' }), 4);
    expect([...table.held()].map(({ session }) => session)).toEqual(['one', 'three']);
    expect(changes.filter(([, record]) => !record)).toEqual([['two', undefined]]);
    table.open(opening({ session: 'three', lifetimeMs: MINUTE }), 5);
    table.sweep(12 * MINUTE);
    expect([...table.held()].map(({ session }) => session)).toEqual(['one']);
  });

  it('goes on with what was kept', () => {
    const { table } = tableOf();
    const kept = table.open(opening({ lifetimeMs: MINUTE }), 7);
    const next = tableOf().table;
    next.restore(kept);
    expect(next.open(opening({ lifetimeMs: MINUTE, life: 2 }), MINUTE)).toMatchObject({ life: 1, since: 7 });
  });
});
