/** How a stream of octets may arrive. What a codec says must not depend on it. */

/** `octets` in one piece. */
export const whole = (octets: Buffer): Buffer[] => [octets];

/** `octets` one at a time. */
export const singly = (octets: Buffer): Buffer[] => Array.from(octets, (_, at) => octets.subarray(at, at + 1));

/** `octets` cut at these places, in any order; a place beyond the end counts from the start again. */
export function cutAt(octets: Buffer, places: readonly number[]): Buffer[] {
  const edges = places.map((place) => place % (octets.length + 1)).sort((a, b) => a - b);
  return [0, ...edges].map((from, index) => octets.subarray(from, edges[index]));
}
