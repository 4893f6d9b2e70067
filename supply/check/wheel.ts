/**
 * Deadlines of many checks on one timer. Each is put into the slot of its tick, in a ring; setting one and taking one back
 * touch two neighbours, however many there are.
 */

/** What the wheel is made with: a clock whose differences count, in milliseconds, and one timer. */
export interface WheelMeans {
  now(): number;
  /** Calls back once, about `ms` later. */
  setTimer(ms: number, callback: () => void): unknown;
  clearTimer(timer: unknown): void;
}

export const SYSTEM_WHEEL: WheelMeans = {
  now: () => performance.now(),
  setTimer: (ms, callback) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Whoever has a deadline, one at a time, and its place in the wheel, which is the wheel's to set. */
export abstract class Timed {
  ring: Timed | undefined;
  next: Timed | undefined;
  previous: Timed | undefined;
  tick = 0;

  /** Called once, at the deadline or at most a tick and the loop's own delay later; never before. */
  abstract onDeadline(): void;
}

/** The fixed point of a ring of those that are due in the same tick. */
class Ring extends Timed {
  constructor() {
    super();
    this.next = this;
    this.previous = this;
  }

  onDeadline(): void {}
}

export interface Wheel {
  /** Milliseconds; only differences count. */
  now(): number;
  /** Sets the deadline `ms` from now, in place of the one before. */
  arm(timed: Timed, ms: number): void;
  /** Takes it back; nothing when there is none. */
  disarm(timed: Timed): void;
  /** How many there are. */
  readonly size: number;
  /** Takes all back and lets go of the timer; nothing can be set any more. */
  close(): void;
}

const TICK_MS = 50;
const SLOTS = 1_024;

function unlink(timed: Timed): void {
  if (timed.previous) timed.previous.next = timed.next;
  if (timed.next) timed.next.previous = timed.previous;
  timed.ring = undefined;
  timed.next = undefined;
  timed.previous = undefined;
}

/** The timer runs only while there is a deadline, once a tick. */
export function createWheel(means: WheelMeans, tickMs = TICK_MS): Wheel {
  const slots = Array.from({ length: SLOTS }, () => new Ring());
  const start = means.now();
  let size = 0;
  /** All ticks up to this one have been looked at. */
  let done = 0;
  let timer: unknown;
  let closed = false;

  const tickNow = (): number => Math.floor((means.now() - start) / tickMs);

  function turn(): void {
    timer = undefined;
    const until = tickNow();
    // More than a turn late, every slot is looked at once.
    const from = Math.max(done + 1, until - SLOTS + 1);
    done = Math.max(done, until);
    for (let tick = from; tick <= until; tick++) empty(tick, until);
    wind();
  }

  /** Calls those of one slot that are due; the others have rounds to go. Callbacks may arm and disarm as they like. */
  function empty(tick: number, until: number): void {
    const first = slots[tick % SLOTS];
    if (!first || first.next === first) return;
    const due = new Ring();
    for (let at = first.next; at !== undefined && at !== first; ) {
      const { next } = at;
      if (at.tick <= until) {
        unlink(at);
        link(due, at);
      }
      at = next;
    }
    while (due.next && due.next !== due) {
      const { next } = due;
      unlink(next);
      if (closed) continue;
      size--;
      next.onDeadline();
    }
  }

  function link(ring: Ring, timed: Timed): void {
    timed.ring = ring;
    timed.next = ring;
    timed.previous = ring.previous;
    if (ring.previous) ring.previous.next = timed;
    ring.previous = timed;
  }

  function wind(): void {
    if (timer === undefined && size > 0 && !closed) timer = means.setTimer(tickMs, turn);
  }

  return {
    now: means.now,
    arm(timed, ms) {
      if (closed) return;
      if (timed.ring) {
        unlink(timed);
        size--;
      }
      // While nobody waited, no tick was looked at.
      if (size === 0) done = Math.max(done, tickNow());
      const at = Math.ceil((means.now() - start + Math.max(ms, 0)) / tickMs);
      timed.tick = Math.max(at, done + 1);
      const ring = slots[timed.tick % SLOTS];
      if (ring) link(ring, timed);
      size++;
      wind();
    },
    disarm(timed) {
      if (!timed.ring) return;
      unlink(timed);
      if (!closed) size--;
    },
    get size() {
      return size;
    },
    close() {
      closed = true;
      for (const ring of slots) while (ring.next && ring.next !== ring) unlink(ring.next);
      size = 0;
      means.clearTimer(timer);
      timer = undefined;
    },
  };
}
