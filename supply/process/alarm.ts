/** Does something when its time has come, as often as that is asked anew. One timer, which holds no process alive. */

/** Node takes no longer wait; what is further away is looked at again on the way. */
const LONGEST_MS = 3_600_000;

export interface Alarm {
  /** At that time, milliseconds since 1970, in place of any other; undefined: not at all. */
  at(time: number | undefined): void;
  close(): void;
}

export function createAlarm(now: () => number, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  const at = (time: number | undefined) => {
    clearTimeout(timer);
    if (time === undefined) return;
    const wait = time - now();
    timer = setTimeout(() => (wait > LONGEST_MS ? at(time) : ring()), Math.max(0, Math.min(wait, LONGEST_MS)));
    timer.unref();
  };
  return { at, close: () => clearTimeout(timer) };
}
