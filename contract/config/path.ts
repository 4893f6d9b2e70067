/** Where a value stands in the configuration: keys and list positions from the top. */
export type ConfigPath = readonly (string | number)[];

/** The path as people read it: `egress.listeners[0].bind`. The top itself is the empty text. */
export const dottedPath = (path: ConfigPath): string =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');

/** The value at `path` in parsed data, or undefined when there is none. */
export function valueAt(data: unknown, path: ConfigPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
