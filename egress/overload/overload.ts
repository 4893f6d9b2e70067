/**
 * Whom a worker has room for. What is full turns the new away and leaves the old alone; docs/overload.md has the order in
 * which more is given up.
 */
import { OVERLOAD_REASONS, type OverloadReason, type TurnedAway } from '@atlantic/contract/overload.ts';
import type { Strain } from '@atlantic/kernel/overload/level.ts';
import type { Rooms } from '@atlantic/kernel/overload/rooms.ts';
import { LIMITS } from '../limits.ts';
import { createCrowds } from './crowds.ts';
import { createIdle } from './idle.ts';
import { type Hall, type Seat, TakenSeat } from './seat.ts';
import { createTurningAway } from './turned-away.ts';
import { createWaiting } from './waiting.ts';

export interface Overload {
  /** For a connection that was just accepted. A promise where room has to be asked for; it never rejects. */
  seat(): Seat | Promise<Seat>;
  /** A connection waits for its next request; `leave` ends it. Returns what to call when the waiting is over. */
  idle(leave: () => void): () => void;
}

export interface OverloadControl extends Overload {
  /**
   * What a strain asks for is done from now on. Until the next time there are descriptors for so many `more` connections.
   * `priorities`: those of all accounts, each once, the lowest first.
   */
  bear(strain: Strain, more: number, priorities: readonly number[]): void;
  /** How many clients may be told at a time that there is no room. */
  tell(most: number): void;
  /** What a connection has found no room for since this was asked last. */
  lacked(): ReadonlySet<OverloadReason>;
  /** Connections that are open now, those that are turned away among them. */
  seats(): number;
  /** How many were turned away so far. */
  turnedAway(): Partial<Record<TurnedAway, number>>;
}

export interface OverloadOptions {
  rooms: Rooms;
  /** Ends everything. */
  ending: AbortSignal;
  /** Milliseconds; only differences count. */
  now(): number;
}

/** Up to which priority accounts are given up. The highest never is, so that of equals nobody is. */
const upTo = ({ level, classes }: Strain, priorities: readonly number[]): number | undefined =>
  level < 3 ? undefined : priorities.slice(0, -1).slice(0, classes).at(-1);

export function createOverload({ rooms, ending, now }: OverloadOptions): OverloadControl {
  const idle = createIdle(now);
  const turning = createTurningAway();
  const waiting = createWaiting(() => turning.most, now);
  const hall: Hall = {
    rooms,
    ending,
    crowds: createCrowds(ending),
    turning,
    waiting,
    seats: 0,
    more: Number.POSITIVE_INFINITY,
  };
  /** What closes the door to everybody. A full plane does so one by one, when there is no room. */
  let closedBy: OverloadReason | undefined;
  let lacked = new Set<OverloadReason>();

  const lack = (seat: TakenSeat, what: 'connections' | 'descriptors'): Seat => {
    lacked.add(what);
    return seat.turnAway(what);
  };
  const place = (seat: TakenSeat, found: boolean): Seat => (found ? seat.placed() : lack(seat, 'connections'));
  const wait = (seat: TakenSeat): Seat | Promise<Seat> => {
    const found = waiting.wait();
    return found === false ? place(seat, false) : found.then((later) => place(seat, later));
  };

  return {
    seat() {
      const seat = new TakenSeat(hall);
      if (closedBy !== undefined) return seat.turnAway(closedBy);
      if (hall.more <= 0) return lack(seat, 'descriptors');
      if (waiting.size > 0) return wait(seat);
      const found = rooms.take('connections', '');
      if (found === true) return place(seat, true);
      return found === false ? wait(seat) : found.then((later) => (later ? place(seat, true) : wait(seat)));
    },
    idle: idle.wait,
    bear(strain, more, priorities) {
      const { level, why } = strain;
      hall.more = more;
      waiting.look();
      closedBy =
        level === 0 ? undefined : OVERLOAD_REASONS.find((each) => each !== 'connections' && why.includes(each));
      if (level >= 2) idle.shorten(LIMITS.shortKeepAliveMs);
      hall.crowds.giveUp(upTo(strain, priorities));
    },
    tell(most) {
      turning.most = most;
    },
    lacked() {
      const was = lacked;
      lacked = new Set();
      return was;
    },
    seats: () => hall.seats,
    turnedAway: turning.counts,
  };
}
