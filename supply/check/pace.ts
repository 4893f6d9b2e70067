/**
 * How many checks one process may have in flight. It begins with few, doubles while this machine is well, and falls when
 * this machine says that it cannot. What becomes of proxies has no say: most of a list is dead by nature.
 */

/** What a process sees of itself, four times a second. */
export interface PaceSigns {
  /** Milliseconds of a clock that never goes back. */
  readonly now: number;
  /** How late timers were since the last look, in the mean. */
  readonly loopDelayMs: number;
  /** Of one core, what this process used since the last look. */
  readonly cpuShare: number;
}

export interface Pace {
  /** Checks that may be in flight now. */
  limit(): number;
  /** How many more may begin. None for a while after a fault of this machine. */
  room(inFlight: number, now: number): number;
  /** This machine refused a check what it needs, such as a descriptor or a port. */
  localFault(now: number): void;
  look(signs: PaceSigns): void;
}

export const LOOK_EVERY_MS = 250;
const BEGIN = 500;
/** So few are always tried, or it would never be known that the fault has passed. */
const LEAST = 16;
/** After a fault, until the next check begins. */
const PAUSE_MS = 1_000;
/** Once a fault has shown where the limit is, growth is by this share of it. */
const CAREFUL = 8;
/** Timers this late: no more of it; and this late by our own doing: less. */
const LATE_MS = 60;
const TOO_LATE_MS = 200;
const BUSY = 0.95;
const OWN_DOING = 0.6;

/** `most`: what settings and descriptors allow. */
export function createPace(most: number): Pace {
  const clamp = (count: number) => Math.max(Math.min(LEAST, most), Math.min(most, count));
  let limit = clamp(BEGIN);
  /** Up to here it doubles. */
  let careful = most;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** Many faults at once are one event. */
  let faulted = false;

  const shrink = (to: number) => {
    limit = clamp(to);
    careful = limit;
  };
  return {
    limit: () => limit,
    room: (inFlight, now) => (now < pausedUntil ? 0 : Math.max(0, limit - inFlight)),
    localFault(now) {
      pausedUntil = now + PAUSE_MS;
      if (!faulted) shrink(Math.floor(limit / 2));
      faulted = true;
    },
    look({ now, loopDelayMs, cpuShare }) {
      const hurt = faulted || now < pausedUntil;
      faulted = false;
      if (hurt) return;
      if (loopDelayMs > TOO_LATE_MS && cpuShare > OWN_DOING)
        return limit > BEGIN ? shrink(Math.max(BEGIN, Math.floor(limit * 0.875))) : undefined;
      if (loopDelayMs > LATE_MS || cpuShare > BUSY) return;
      limit = clamp(limit < careful ? Math.min(2 * limit, careful) : limit + Math.ceil(limit / CAREFUL));
    },
  };
}
