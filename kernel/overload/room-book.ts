/**
 * The primary's part of the ceilings that hold for all workers of a plane: who has room for how many connections.
 *
 * A worker has a little room without asking (`FREE_SHARE` of each ceiling, divided by the workers) and asks for more in
 * blocks of that size, so that most connections cost no question. All rooms together never exceed the ceiling.
 *
 * It is fair between accounts as well. While there is plenty, an account takes what it likes. Once three quarters of the
 * plane's connections are taken, no account gets more room than its fair share: the ceiling divided by the accounts that
 * have more than a little, and one that may still come.
 */

export const ROOM_KINDS = ['connections', 'address', 'account'] as const;
/** `connections` has one room, of the empty key. */
export type RoomKind = (typeof ROOM_KINDS)[number];

/** Of a ceiling, divided by the workers: what a worker has without asking, and the size of a block. */
const FREE_SHARE: Readonly<Record<RoomKind, number>> = { connections: 1 / 8, address: 1 / 8, account: 1 / 64 };
/** From this share of the ceiling on, accounts get their fair share. */
export const SCARCE_SHARE = 0.75;

export interface RoomLimits {
  connections: number;
  perAddress: number;
  workers: number;
}

/** How much a worker has of each room without asking. Where that is 0, it asks for each connection. */
export const freeRoom = ({ connections, perAddress, workers }: RoomLimits, kind: RoomKind): number =>
  Math.floor(((kind === 'address' ? perAddress : connections) * FREE_SHARE[kind]) / workers);

export interface RoomBook {
  /** Room for so many more; 0 when there is none. */
  ask(worker: number, kind: RoomKind, key: string): number;
  giveBack(worker: number, kind: RoomKind, key: string, count: number): void;
  workerGone(worker: number): void;
  /** `accounts`: how many there are that may send anything. What is granted stays granted. */
  update(limits: RoomLimits, accounts: number): void;
  /** How many rooms are written down, for tests of its bounds. */
  readonly size: number;
}

interface Room {
  total: number;
  readonly byWorker: Map<number, number>;
}

export function createRoomBook(): RoomBook {
  const books: Readonly<Record<RoomKind, Map<string, Room>>> = {
    connections: new Map(),
    address: new Map(),
    account: new Map(),
  };
  let limits: RoomLimits = { connections: 0, perAddress: 0, workers: 1 };
  let accounts = 0;

  const granted = (kind: RoomKind, key: string): number => books[kind].get(key)?.total ?? 0;
  const reserved = (kind: RoomKind): number => freeRoom(limits, kind) * limits.workers;
  const ceilingOf = (kind: RoomKind): number => {
    if (kind === 'connections') return limits.connections;
    if (kind === 'address') return limits.perAddress;
    const taken = granted('connections', '') + reserved('connections');
    // Who is alone takes nothing from anybody.
    if (accounts < 2 || taken < limits.connections * SCARCE_SHARE) return limits.connections;
    return Math.floor(limits.connections / (books.account.size + 1));
  };
  const change = (worker: number, kind: RoomKind, key: string, by: number) => {
    const room = books[kind].get(key) ?? { total: 0, byWorker: new Map<number, number>() };
    const held = (room.byWorker.get(worker) ?? 0) + by;
    room.total += by;
    if (held > 0) room.byWorker.set(worker, held);
    else room.byWorker.delete(worker);
    if (room.byWorker.size > 0) books[kind].set(key, room);
    else books[kind].delete(key);
  };

  return {
    ask(worker, kind, key) {
      const left = ceilingOf(kind) - reserved(kind) - granted(kind, key);
      const count = Math.max(0, Math.min(left, Math.max(1, freeRoom(limits, kind))));
      if (count > 0) change(worker, kind, key, count);
      return count;
    },
    giveBack: (worker, kind, key, count) => change(worker, kind, key, -count),
    workerGone(worker) {
      for (const kind of ROOM_KINDS)
        for (const [key, room] of books[kind]) {
          const held = room.byWorker.get(worker);
          if (held !== undefined) change(worker, kind, key, -held);
        }
    },
    update(next, count) {
      limits = next;
      accounts = count;
    },
    get size() {
      return ROOM_KINDS.reduce((sum, kind) => sum + books[kind].size, 0);
    },
  };
}
