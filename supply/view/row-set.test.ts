import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitSet, everyRow, intersectionOf, type RowSet, rowSet, unionOf, wordsFor } from './row-set.ts';

const SIZE = 100;
const sorted = (rows: Iterable<number>): number[] => [...new Set(rows)].sort((a, b) => a - b);
const all = (set: RowSet): number[] => set.take(0, Number.POSITIVE_INFINITY);

/** Few rows make a list, many make bits. */
const rows = fc.oneof(
  fc.array(fc.nat(SIZE - 1), { maxLength: 3 }).map(sorted),
  fc.array(fc.nat(SIZE - 1), { minLength: 20, maxLength: 90 }).map(sorted),
);
const setOf = (from: readonly number[]): RowSet => rowSet(Uint32Array.from(from), SIZE);

it('takes from anywhere, around the end, each row once, without those to be skipped', () => {
  fc.assert(
    fc.property(rows, fc.nat(SIZE - 1), fc.nat(SIZE + 5), fc.nat(4), (held, from, most, skipped) => {
      const wanted = [...held.filter((row) => row >= from), ...held.filter((row) => row < from)];
      const skip = (row: number) => row % 5 === skipped;
      expect(setOf(held).take(from, most)).toEqual(wanted.slice(0, most));
      expect(setOf(held).take(from, most, skip)).toEqual(wanted.filter((row) => !skip(row)).slice(0, most));
    }),
  );
});

it('knows what it holds, as a list and as bits', () => {
  fc.assert(
    fc.property(rows, (held) => {
      const set = setOf(held);
      expect(set.count).toBe(held.length);
      expect(Array.from({ length: SIZE }, (_, row) => row).filter((row) => set.has(row))).toEqual(held);
      const words = new Uint32Array(wordsFor(SIZE));
      set.addTo(words);
      expect(all(bitSet(words))).toEqual(held);
      expect(bitSet(words).count).toBe(held.length);
      set.dropFrom(words);
      expect(bitSet(words).count).toBe(0);
    }),
  );
});

it('unites and intersects', () => {
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), fc.array(rows, { maxLength: 2 }), (sets, without) => {
      const united = unionOf(sets.map(setOf), SIZE);
      expect(all(united)).toEqual(sorted(sets.flat()));
      const common = sorted(sets.flat()).filter(
        (row) => sets.every((held) => held.includes(row)) && !without.some((held) => held.includes(row)),
      );
      const intersection = intersectionOf(sets.map(setOf), without.map(setOf), SIZE);
      expect(all(intersection)).toEqual(common);
      expect(intersection.count).toBe(common.length);
    }),
  );
});

it.each([0, 1, 31, 32, 33, 64, 100])('holds every one of %i rows, and no more', (size) => {
  expect(all(everyRow(size))).toEqual(Array.from({ length: size }, (_, row) => row));
  expect(everyRow(size).count).toBe(size);
  expect(wordsFor(size)).toBe(Math.ceil(size / 32));
});

it('keeps of bits what it holds itself', () => {
  fc.assert(
    fc.property(rows, rows, (one, other) => {
      const words = new Uint32Array(wordsFor(SIZE));
      setOf(one).addTo(words);
      setOf(other).keepIn(words);
      expect(all(bitSet(words))).toEqual(one.filter((row) => other.includes(row)));
    }),
  );
});

it('changes no set by what is made of it', () => {
  const set = setOf([...Array(50).keys()]);
  intersectionOf([set, setOf([1, 2, 3, 40])], [setOf([2])], SIZE);
  expect(set.count).toBe(50);
  expect(all(set)).toHaveLength(50);
});
