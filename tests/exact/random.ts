/** Chance that is the same every time for the same seed, so that a run that found something can be run again. */

export interface Random {
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number;
  /** A number of octets from 0 to `most`: as many below 1,000 as between 1,000 and 1,000,000. */
  readonly size: (most: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
}

const TWO_TO_32 = 2 ** 32;

/** The 32-bit generator "mulberry32" of Tommy Ettinger: small, fast, and even enough to choose sizes. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_TO_32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    size: (most) => Math.floor((most + 1) ** next()) - 1,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  };
}
