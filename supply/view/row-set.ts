/**
 * Sets of rows of one view. A set that holds much of the view is bits, 32 rows a word; a smaller one is a sorted list, which
 * takes less memory and is quicker to walk. Sets are never changed once they are made.
 */

export interface RowSet {
  readonly count: number;
  has(row: number): boolean;
  /** At most `most` rows: from `from` upwards and then from the first one, each once. Rows that `skip` names are left out. */
  take(from: number, most: number, skip?: (row: number) => boolean): number[];
  /** Sets a bit for each of its rows. */
  addTo(words: Uint32Array): void;
  /** Clears the bits of all other rows. */
  keepIn(words: Uint32Array): void;
  /** Clears the bits of its rows. */
  dropFrom(words: Uint32Array): void;
}

export const wordsFor = (size: number): number => (size + 31) >>> 5;

/** `rows` ascending, each once, below `size`. */
export function rowSet(rows: Uint32Array, size: number): RowSet {
  const list = createList(rows);
  return rows.length < wordsFor(size) ? list : bitSet(wordsOf(list, size));
}

/** `words` is not changed any more. */
export function bitSet(words: Uint32Array): RowSet {
  let count: number | undefined;
  return {
    get count() {
      count ??= countBits(words);
      return count;
    },
    has: (row) => ((words[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0,
    take: (from, most, skip) => takeBits(words, from, most, skip),
    addTo(target) {
      for (let at = 0; at < target.length; at++) target[at] = wordAt(target, at) | wordAt(words, at);
    },
    keepIn(target) {
      for (let at = 0; at < target.length; at++) target[at] = wordAt(target, at) & wordAt(words, at);
    },
    dropFrom(target) {
      for (let at = 0; at < target.length; at++) target[at] = wordAt(target, at) & ~wordAt(words, at);
    },
  };
}

/** Every row of a view of `size` rows. */
export function everyRow(size: number): RowSet {
  const words = new Uint32Array(wordsFor(size)).fill(0xffff_ffff);
  if ((size & 31) !== 0) words[words.length - 1] = 2 ** (size & 31) - 1;
  return bitSet(words);
}

/** The rows that are in any of `sets`. */
export function unionOf(sets: readonly RowSet[], size: number): RowSet {
  const [only, second] = sets;
  if (only !== undefined && second === undefined) return only;
  const words = new Uint32Array(wordsFor(size));
  for (const set of sets) set.addTo(words);
  return bitSet(words);
}

/** The rows that are in each of `sets`, and in none of `without`. `sets` holds one at least. */
export function intersectionOf(sets: readonly RowSet[], without: readonly RowSet[], size: number): RowSet {
  const [smallest, ...others] = [...sets].sort((one, other) => one.count - other.count);
  if (smallest === undefined) throw new Error('an intersection of no sets');
  if (others.length === 0 && without.length === 0) return smallest;
  if (smallest.count < wordsFor(size)) {
    const rows = smallest.take(0, smallest.count);
    const kept = rows.filter((row) => others.every((set) => set.has(row)) && !without.some((set) => set.has(row)));
    return createList(Uint32Array.from(kept));
  }
  const words = wordsOf(smallest, size);
  for (const set of others) set.keepIn(words);
  for (const set of without) set.dropFrom(words);
  return bitSet(words);
}

function wordsOf(set: RowSet, size: number): Uint32Array {
  const words = new Uint32Array(wordsFor(size));
  set.addTo(words);
  return words;
}

/** A word within bounds: asking whether it is there would cost more than all else. */
const wordAt = (words: Uint32Array, at: number): number => words[at] as number;

function createList(rows: Uint32Array): RowSet {
  const first = (row: number): number => {
    let low = 0;
    for (let high = rows.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    count: rows.length,
    has: (row) => rows[first(row)] === row,
    take(from, most, skip) {
      const taken: number[] = [];
      const start = first(from);
      for (let step = 0; step < rows.length && taken.length < most; step++) {
        const row = rows[(start + step) % rows.length] ?? 0;
        if (!skip?.(row)) taken.push(row);
      }
      return taken;
    },
    addTo(words) {
      for (const row of rows) words[row >>> 5] = (words[row >>> 5] ?? 0) | (1 << (row & 31));
    },
    keepIn(words) {
      const kept = rows.filter((row) => ((words[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0);
      words.fill(0);
      for (const row of kept) words[row >>> 5] = (words[row >>> 5] ?? 0) | (1 << (row & 31));
    },
    dropFrom(words) {
      for (const row of rows) words[row >>> 5] = (words[row >>> 5] ?? 0) & ~(1 << (row & 31));
    },
  };
}

function takeBits(
  words: Uint32Array,
  from: number,
  most: number,
  skip: ((row: number) => boolean) | undefined,
): number[] {
  const taken: number[] = [];
  const collect = (at: number, word: number): void => {
    for (let left = word; left !== 0 && taken.length < most; left &= left - 1) {
      const row = (at << 5) + 31 - Math.clz32(left & -left);
      if (!skip?.(row)) taken.push(row);
    }
  };
  const start = from >>> 5;
  // The word that holds `from` is looked at twice: its upper rows first, and its lower ones last.
  const upper = (0xffff_ffff << (from & 31)) >>> 0;
  collect(start, (words[start] ?? 0) & upper);
  for (let at = start + 1; at < words.length && taken.length < most; at++) collect(at, words[at] ?? 0);
  for (let at = 0; at < start && at < words.length && taken.length < most; at++) collect(at, words[at] ?? 0);
  collect(start, (words[start] ?? 0) & ~upper);
  return taken;
}

function countBits(words: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < words.length; at++) {
    const word = wordAt(words, at);
    const pairs = word - ((word >>> 1) & 0x5555_5555);
    const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
    count += Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}
