import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRoomBook, freeRoom, type RoomLimits } from './room-book.ts';
import { createRooms } from './rooms.ts';

const LIMITS: RoomLimits = { connections: 64, perAddress: 64, workers: 1 };

/** The rooms of one worker before a real book; `asked` counts the questions. */
function roomsOf(limits: RoomLimits = LIMITS) {
  const book = createRoomBook();
  book.update(limits, 1);
  const asked = { count: 0 };
  let time = 0;
  const rooms = createRooms({
    free: (kind) => freeRoom(limits, kind),
    ask: async (kind, key) => {
      asked.count += 1;
      return book.ask(1, kind, key);
    },
    giveBack: (kind, key, count) => book.giveBack(1, kind, key, count),
    now: () => time,
  });
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  return { rooms, book, asked, wait };
}

describe('the rooms of a worker', () => {
  it('need no question for the first, and one for a block of others, whoever waits', async () => {
    const { rooms, asked } = roomsOf();
    for (let at = 0; at < 8; at += 1) expect(rooms.take('connections', '')).toBe(true);
    expect(asked.count).toBe(0);
    const next = Array.from({ length: 8 }, () => rooms.take('connections', ''));
    expect(await Promise.all(next)).toEqual(next.map(() => true));
    expect(asked.count).toBe(1);
  });

  it('are as many as the ceiling, and after a no the primary is left alone for a while', async () => {
    const { rooms, asked, wait } = roomsOf();
    const all = await Promise.all(Array.from({ length: 70 }, () => rooms.take('connections', '')));
    expect(all.filter(Boolean)).toHaveLength(64);
    const questions = asked.count;
    expect(await rooms.take('connections', '')).toBe(false);
    expect(asked.count).toBe(questions);
    wait(50);
    expect(await rooms.take('connections', '')).toBe(false);
    expect(asked.count).toBe(questions + 1);
    rooms.leave('connections', '');
    expect(rooms.take('connections', '')).toBe(true);
  });

  it('are given back when they stay empty', async () => {
    const { rooms, book } = roomsOf();
    await Promise.all(Array.from({ length: 64 }, () => rooms.take('address', 'a')));
    expect(book.ask(2, 'address', 'a')).toBe(0);
    for (let left = 0; left < 40; left += 1) rooms.leave('address', 'a');
    expect(book.ask(2, 'address', 'a')).toBeGreaterThan(0);
    for (let left = 0; left < 24; left += 1) rooms.leave('address', 'a');
    book.workerGone(2);
    expect(book.size).toBe(0);
  });

  it('have none when the primary cannot be asked', async () => {
    const rooms = createRooms({
      free: () => 0,
      ask: () => Promise.reject(new Error('gone')),
      giveBack() {},
      now: () => 0,
    });
    expect(await rooms.take('connections', '')).toBe(false);
  });

  it('never hold more than the ceiling, and nothing once all have left', async () => {
    const limits = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(fc.boolean(), { maxLength: 150 }), async (connections, steps) => {
        const { rooms, book } = roomsOf({ connections, perAddress: connections, workers: 1 });
        let inside = 0;
        for (const enters of steps) {
          if (enters) inside += (await rooms.take('address', 'a')) ? 1 : 0;
          else if (inside > 0) {
            rooms.leave('address', 'a');
            inside -= 1;
          }
          expect(inside).toBeLessThanOrEqual(connections);
        }
        for (; inside > 0; inside -= 1) rooms.leave('address', 'a');
        expect(book.size).toBe(0);
      }),
    );
  });
});
