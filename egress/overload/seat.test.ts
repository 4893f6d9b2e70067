import type { RoomKind } from '@atlantic/kernel/overload/room-book.ts';
import { describe, expect, it } from 'vitest';
import { createCrowds } from './crowds.ts';
import { type Hall, TakenSeat } from './seat.ts';
import { createTurningAway } from './turned-away.ts';
import { createWaiting } from './waiting.ts';

const shop = { id: 'shop', priority: 0 };
const lab = { id: 'lab', priority: 1 };

/** A hall whose rooms of these kinds are full; `taken` says who holds what. */
function hallWithout(full: readonly RoomKind[] = [], later = false) {
  const taken: string[] = [];
  const hall: Hall = {
    ending: new AbortController().signal,
    crowds: createCrowds(new AbortController().signal),
    turning: createTurningAway(),
    waiting: createWaiting(
      () => 9,
      () => 0,
    ),
    seats: 0,
    more: 9,
    rooms: {
      take(kind, key) {
        const found = !full.includes(kind);
        if (found) taken.push(`${kind} ${key}`);
        return later ? Promise.resolve(found) : found;
      },
      leave(kind, key) {
        taken.splice(taken.indexOf(`${kind} ${key}`), 1);
      },
    },
  };
  return { hall, taken, seat: new TakenSeat(hall).placed() };
}

describe.each([false, true])('a seat whose room is there later: %s', (later) => {
  it('holds room of its address and of one account at a time, until the connection is gone', async () => {
    const { seat, taken, hall } = hallWithout([], later);
    await seat.from('192.0.2.1');
    await seat.serveAs(shop);
    await seat.serveAs(shop);
    expect(taken).toEqual(['address 192.0.2.1', 'account shop']);
    await seat.serveAs(lab);
    expect(taken).toEqual(['address 192.0.2.1', 'account lab']);
    expect(hall.more).toBe(8);
    taken.push('connections ');
    seat.leave();
    expect([taken, hall.more]).toEqual([[], 9]);
  });

  it('is lost where the address has no room, and what it held is free at once', async () => {
    const { seat, taken } = hallWithout(['address'], later);
    taken.push('connections ');
    await seat.from('192.0.2.1');
    expect(seat.refusal).toMatchObject({ code: 'gateway_overloaded' });
    expect([seat.silent, taken]).toEqual([false, []]);
    expect(seat.from('192.0.2.1')).toBeUndefined();
    seat.leave();
    expect(taken).toEqual([]);
  });

  it('serves no account that has no room', async () => {
    const { seat, hall, taken } = hallWithout(['account'], later);
    taken.push('connections ');
    await expect((async () => seat.serveAs(shop))()).rejects.toMatchObject({ code: 'gateway_overloaded' });
    // Free for others while it is told so.
    expect(taken).toEqual([]);
    seat.leave();
    expect(hall.turning.counts()).toEqual({ account: 1 });
  });
});

describe('a seat', () => {
  it('serves no account that is given up, ends what it served, and serves it again when all is well', async () => {
    const { seat, hall } = hallWithout();
    seat.serveAs(shop);
    const { ending } = seat;
    hall.crowds.giveUp(0);
    expect(ending.aborted).toBe(true);
    expect(() => seat.serveAs(shop)).toThrow(expect.objectContaining({ code: 'gateway_overloaded' }));
    hall.crowds.giveUp(undefined);
    seat.serveAs(shop);
    expect(seat.ending.aborted).toBe(false);
  });

  it('ends with everything before it serves anybody', () => {
    const { seat, hall } = hallWithout();
    expect(seat.ending).toBe(hall.ending);
  });

  it('says nothing when too many are being told, and makes room for the next', () => {
    const { hall } = hallWithout();
    hall.turning.most = 256;
    const all = Array.from({ length: 300 }, () => new TakenSeat(hall).turnAway('memory'));
    expect(all.filter(({ silent }) => !silent)).toHaveLength(256);
    expect(hall.seats).toBe(1 + 300);
    for (const each of all) each.leave();
    expect(hall.seats).toBe(1);
    expect(new TakenSeat(hall).turnAway('memory').silent).toBe(false);
  });
});
