/** Feeds: each has one source, and says of it only what it can be asked for. */
import { feedFaults } from '../supply/feed-problem.ts';
import { entriesAt } from './entry.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const checkFeeds = (source: ConfigSource): ConfigProblem[] =>
  entriesAt(source, ['supply', 'feeds']).flatMap(({ path, value }) =>
    (isBlock(value) ? feedFaults(value) : []).map(({ key, message }) =>
      problemAt(source, key === undefined ? path : [...path, key], message),
    ),
  );
