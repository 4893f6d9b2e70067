/** Sorts what is so large that sorting it in one go would hold up everything else. */
import { setImmediate as turn } from 'node:timers/promises';

/** Sorted or merged between two turns of the event loop. */
const AT_ONCE = 4_096;

async function merged<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  const all: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (y === undefined || (x !== undefined && compare(x, y) <= 0)) {
      all.push(x as T);
      i += 1;
    } else {
      all.push(y);
      j += 1;
    }
    if (all.length % AT_ONCE === 0) await turn();
  }
  return all;
}

/** A sorted copy; what is equal stays in its order. */
export async function sortInTurns<T extends object>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Promise<T[]> {
  if (items.length <= AT_ONCE) {
    await turn();
    return items.toSorted(compare);
  }
  const middle = items.length >> 1;
  const [a, b] = [items.slice(0, middle), items.slice(middle)];
  return merged(await sortInTurns(a, compare), await sortInTurns(b, compare), compare);
}
