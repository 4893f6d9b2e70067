/** The entries of a list in JSON: an array, or an object with the array inside. Pure. */

/** Where lists are commonly kept. */
const NESTS = ['data', 'proxies', 'results', 'items', 'list'] as const;
/** A nest within a nest within a nest is none of ours. */
const DEEPEST = 3;

/** The array of `value`, wherever it is; undefined when there is none. A single record is a list of one. */
export function jsonEntries(value: unknown, depth = 0): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return undefined;
  const nested = NESTS.filter((name) => Object.hasOwn(value, name)).map((name) =>
    jsonEntries((value as Record<string, unknown>)[name], depth + 1),
  );
  return nested.find((list) => list !== undefined) ?? (depth === 0 ? [value] : undefined);
}

/** The value of `text`, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
