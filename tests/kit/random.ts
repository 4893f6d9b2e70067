/** Chance that comes again: the same seed gives the same choices, so a run that failed can be run once more. */

export interface Random {
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number;
  /** A size from `least` to `most` octets, each order of magnitude as likely as the next. */
  readonly size: (least: number, most: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  /** Another one, whose choices do not depend on how many this one makes from now on. */
  readonly fork: () => Random;
}

/** Mulberry32 (Tommy Ettinger, public domain): 2^32 states, good enough to choose with, not to keep secrets with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    size: (least, most) => Math.round(least * (most / least) ** next()),
    pick: (from) => from[whole(0, from.length - 1)] ?? from[0],
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  };
}
