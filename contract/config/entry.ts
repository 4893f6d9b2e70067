/** Looks into parsed configuration that may still have mistakes: what is not of the expected shape is passed over. */
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigSource } from './yaml-source.ts';

export interface Entry<Value> {
  readonly path: ConfigPath;
  readonly value: Value;
}

/** Everything in the list at `path`, with its own path. */
export function entriesAt(source: ConfigSource, path: ConfigPath): Entry<unknown>[] {
  const list = valueAt(source.data, path);
  return Array.isArray(list) ? list.map((value: unknown, at) => ({ path: [...path, at], value })) : [];
}

/** The text under `key` of each entry of the list at `path`, where there is one. */
export function textsAt(source: ConfigSource, path: ConfigPath, key: string): Entry<string>[] {
  return entriesAt(source, path).flatMap((entry) => {
    const value = valueAt(entry.value, [key]);
    return typeof value === 'string' ? [{ path: [...entry.path, key], value }] : [];
  });
}
