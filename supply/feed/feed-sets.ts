/**
 * Which feeds name a proxy: sets of feeds, each kept once and known by a number. A million proxies from a few feeds have
 * a handful of different sets. Pure.
 */

/** Different sets, so that a number has two octets. */
export const MOST_SETS = 65_536;
/** Of more feeds that name one proxy, the first are remembered. */
export const MOST_FEEDS_OF_ONE = 64;
/** Remembered answers of `with`; when there are more, all are forgotten and found out again. */
const MOST_STEPS = 65_536;

export interface FeedSets {
  /**
   * The set that has the feed too. It is the set itself where that has the feed already, has MOST_FEEDS_OF_ONE, or where
   * there are MOST_SETS already: then the proxy keeps the feeds that are known of it.
   */
  with(set: number, feed: string): number;
  /** Names in the order in which the feeds were first heard of. Set 0 is empty. */
  feedsOf(set: number): readonly string[];
}

export function createFeedSets(): FeedSets {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const sets: (readonly number[])[] = [[]];
  const byMembers = new Map<string, number>([['', 0]]);
  const steps = new Map<number, number>();

  const numberOf = (feed: string): number => {
    const known = numbers.get(feed);
    if (known !== undefined) return known;
    numbers.set(feed, names.length);
    return names.push(feed) - 1;
  };
  const join = (set: number, number: number): number => {
    const members = sets[set] ?? [];
    if (members.includes(number) || members.length >= MOST_FEEDS_OF_ONE) return set;
    const joined = [...members, number].sort((a, b) => a - b);
    const key = joined.join();
    const known = byMembers.get(key);
    if (known !== undefined) return known;
    if (sets.length >= MOST_SETS) return set;
    byMembers.set(key, sets.length);
    return sets.push(joined) - 1;
  };

  return {
    with(set, feed) {
      const number = numberOf(feed);
      const step = number * MOST_SETS + set;
      const known = steps.get(step);
      if (known !== undefined) return known;
      if (steps.size >= MOST_STEPS) steps.clear();
      const joined = join(set, number);
      steps.set(step, joined);
      return joined;
    },
    feedsOf: (set) => (sets[set] ?? []).map((number) => names[number] ?? ''),
  };
}
