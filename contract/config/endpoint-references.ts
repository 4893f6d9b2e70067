/** The endpoints of a pool in the file: each a text, or a block with the text under `url`. */
import { type Entry, entriesAt } from './entry.ts';
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigSource } from './yaml-source.ts';

/** Their URLs or references, each with its own path; what is no text is passed over. */
export const endpointReferences = (source: ConfigSource, pool: ConfigPath): Entry<string>[] =>
  entriesAt(source, [...pool, 'endpoints']).flatMap(({ path, value }) => {
    if (typeof value === 'string') return [{ path, value }];
    const url = valueAt(value, ['url']);
    return typeof url === 'string' ? [{ path: [...path, 'url'], value: url }] : [];
  });
