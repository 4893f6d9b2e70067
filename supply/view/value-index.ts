/** Which rows have a value: one set of rows for each value of a column. */
import { type RowSet, rowSet, unionOf } from './row-set.ts';

export interface ValueIndex<Value> {
  /** The rows that have one of these values. */
  among(values: readonly Value[]): RowSet;
  /** How many rows have each value that occurs. */
  counts(): Map<Value, number>;
}

export interface ValueIndexBuilder<Value> {
  /** Rows in ascending order. A row may have several values, or none. */
  add(row: number, value: Value): void;
  finish(): ValueIndex<Value>;
}

/** `size` is the number of rows of the view. */
export function buildValueIndex<Value>(size: number): ValueIndexBuilder<Value> {
  const rows = new Map<Value, number[]>();
  return {
    add(row, value) {
      const known = rows.get(value);
      if (known === undefined) rows.set(value, [row]);
      else if (known.at(-1) !== row) known.push(row);
    },
    finish() {
      const sets = new Map<Value, RowSet>();
      for (const [value, list] of rows) sets.set(value, rowSet(Uint32Array.from(list), size));
      return {
        among: (values) =>
          unionOf(
            [...new Set(values)].flatMap((value) => sets.get(value) ?? []),
            size,
          ),
        counts: () => new Map([...sets].map(([value, { count }]) => [value, count])),
      };
    },
  };
}
