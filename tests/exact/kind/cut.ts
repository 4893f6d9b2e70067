import type { Random } from '../random.ts';

const MOST_OCTETS = 4_000_000;

/** The size of a transfer that is broken off, and the octet at which that happens. */
export function cutOf(random: Random): { readonly size: number; readonly at: number } {
  const size = random.between(1, MOST_OCTETS);
  return { size, at: random.between(0, size - 1) };
}
