/** A worker's rooms: how many connections it may hold, in all, of one address and of one account (see room-book.ts). */
import type { RoomKind } from './room-book.ts';

/** After a no, so long passes before the primary is asked again. */
const NO_FOR_MS = 50;
/** Whole blocks that stay unused before one is given back. */
const SPARE_BLOCKS = 2;
/** Refusals that are remembered. */
const MOST_REFUSED = 1_000;

export interface RoomsOptions {
  /** What is held without asking, and the size of a block. */
  free(kind: RoomKind): number;
  /** Asks the primary for a block. Resolves with its size; 0 is a no. Rejects when it cannot be asked. */
  ask(kind: RoomKind, key: string): Promise<number>;
  giveBack(kind: RoomKind, key: string, count: number): void;
  now(): number;
}

export interface Rooms {
  /** Takes room for one; false: there is none. A promise when it had to be asked for; it never rejects. */
  take(kind: RoomKind, key: string): boolean | Promise<boolean>;
  /** Gives back what `take` took. */
  leave(kind: RoomKind, key: string): void;
}

interface Room {
  used: number;
  /** Granted beyond what is free. */
  granted: number;
  /** Who waits for the answer of the primary; it is one question for all of them. */
  waiting: number;
  asking: Promise<boolean> | undefined;
}

export function createRooms({ free, ask, giveBack, now }: RoomsOptions): Rooms {
  const rooms: Readonly<Record<RoomKind, Map<string, Room>>> = {
    connections: new Map(),
    address: new Map(),
    account: new Map(),
  };
  /** Until when the primary need not be asked again, by kind and key; the oldest is forgotten first. */
  const refused = new Map<string, number>();

  const isRefused = (kind: RoomKind, key: string): boolean => now() < (refused.get(`${kind} ${key}`) ?? 0);
  const noteRefused = (kind: RoomKind, key: string) => {
    refused.delete(`${kind} ${key}`);
    refused.set(`${kind} ${key}`, now() + NO_FOR_MS);
    const [oldest] = refused.size > MOST_REFUSED ? refused.keys() : [];
    if (oldest !== undefined) refused.delete(oldest);
  };
  const open = (kind: RoomKind, key: string): Room => {
    const room: Room = { used: 0, granted: 0, waiting: 0, asking: undefined };
    rooms[kind].set(key, room);
    return room;
  };
  const closeEmpty = (kind: RoomKind, key: string, room: Room) => {
    if (room.used > 0 || room.waiting > 0) return;
    if (room.granted > 0) giveBack(kind, key, room.granted);
    rooms[kind].delete(key);
  };
  const more = (kind: RoomKind, key: string, room: Room): Promise<boolean> => {
    room.asking ??= ask(kind, key)
      .catch(() => 0)
      .then((count) => {
        room.asking = undefined;
        room.granted += count;
        if (count === 0) noteRefused(kind, key);
        return count > 0;
      });
    return room.asking;
  };
  const takeSlowly = async (kind: RoomKind, key: string, room: Room): Promise<boolean> => {
    room.waiting += 1;
    let taken = false;
    do {
      taken = room.used < free(kind) + room.granted;
    } while (!taken && !isRefused(kind, key) && (await more(kind, key, room)));
    room.waiting -= 1;
    if (taken) room.used += 1;
    else closeEmpty(kind, key, room);
    return taken;
  };

  return {
    take(kind, key) {
      const room = rooms[kind].get(key) ?? open(kind, key);
      if (room.used >= free(kind) + room.granted) return takeSlowly(kind, key, room);
      room.used += 1;
      return true;
    },
    leave(kind, key) {
      const room = rooms[kind].get(key);
      if (!room) return;
      room.used -= 1;
      if (room.used === 0) return closeEmpty(kind, key, room);
      const block = Math.max(1, free(kind));
      if (room.granted >= block && free(kind) + room.granted - room.used > SPARE_BLOCKS * block) {
        room.granted -= block;
        giveBack(kind, key, block);
      }
    },
  };
}
