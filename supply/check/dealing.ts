/** Which process has which candidate in hand, so that each is judged once, whoever dies meanwhile. */

export interface Dealing {
  /** The number of a candidate that `holder` has in hand from now on; undefined when there is none to give. */
  take(holder: number): number | undefined;
  /** Candidates that `holder` has in hand. */
  held(holder: number): number;
  /** `holder` is through with it. False when it did not have it in hand, and what it says of it does not count. */
  settle(holder: number, index: number): boolean;
  /** `holder` is gone: what it had in hand is given to others. */
  handBack(holder: number): void;
  /** Candidates that nobody is through with. */
  left(): number;
}

export function createDealing(size: number): Dealing {
  const hands = new Map<number, Set<number>>();
  /** Handed back; they go out again before new ones. */
  const returned: number[] = [];
  let next = 0;
  let left = size;
  const handOf = (holder: number): Set<number> => {
    const hand = hands.get(holder) ?? new Set();
    hands.set(holder, hand);
    return hand;
  };
  return {
    take(holder) {
      const index = returned.pop() ?? (next < size ? next++ : undefined);
      if (index !== undefined) handOf(holder).add(index);
      return index;
    },
    held: (holder) => hands.get(holder)?.size ?? 0,
    settle(holder, index) {
      const had = hands.get(holder)?.delete(index) === true;
      if (had) left -= 1;
      return had;
    },
    handBack(holder) {
      for (const index of hands.get(holder) ?? []) returned.push(index);
      hands.delete(holder);
    },
    left: () => left,
  };
}
