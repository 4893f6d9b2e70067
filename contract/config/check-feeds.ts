/** Feeds: each has one source, and says of it only what it can be asked for. */
import { type Entry, entriesAt } from './entry.ts';
import { valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const SOURCES = ['url', 'file', 'list'] as const;
const OF_URLS = ['headers', 'userAgent'] as const;

function sourceProblems(source: ConfigSource, { path, value }: Entry<unknown>): ConfigProblem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const has = (key: string): boolean => valueAt(value, [key]) !== undefined;
  const [first, second] = SOURCES.filter(has);
  if (first === undefined) return [problemAt(source, path, 'has no source; give it one of url, file and list')];
  if (second !== undefined)
    return [problemAt(source, [...path, second], `stands beside ${first}; a feed has one of url, file and list`)];
  if (first === 'url') return [];
  return OF_URLS.filter(has).map((key) => problemAt(source, [...path, key], 'is only for a feed with a url'));
}

/** User information in a URL would be shown wherever the feed is. */
function loginProblems(source: ConfigSource, { path, value }: Entry<unknown>): ConfigProblem[] {
  const url = valueAt(value, ['url']);
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed && (parsed.username !== '' || parsed.password !== '')
    ? [problemAt(source, [...path, 'url'], 'holds a user name; send it in headers, as Authorization')]
    : [];
}

export const checkFeeds = (source: ConfigSource): ConfigProblem[] =>
  entriesAt(source, ['supply', 'feeds']).flatMap((entry) => [
    ...sourceProblems(source, entry),
    ...loginProblems(source, entry),
  ]);
