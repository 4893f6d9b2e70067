/** What a feed says of itself that does not go together, wherever it is written. */

export interface FeedFault {
  /** Undefined: the feed as a whole. */
  readonly key: string | undefined;
  /** The rest of a sentence that begins with the value. No full stop. */
  readonly message: string;
}

const SOURCES = ['url', 'file', 'list'] as const;
const OF_URLS = ['headers', 'userAgent'] as const;

/** User information in a URL would be shown wherever the feed is. */
function hasLogin(url: unknown): boolean {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed !== null && (parsed.username !== '' || parsed.password !== '');
}

/** Undefined where all is well. Values of a wrong type are somebody else's to find. */
export function feedFaults(feed: Readonly<Record<string, unknown>>): FeedFault[] {
  const has = (key: string): boolean => feed[key] !== undefined;
  const [first, second] = SOURCES.filter(has);
  if (first === undefined) return [{ key: undefined, message: 'has no source; give it one of url, file and list' }];
  if (second !== undefined)
    return [{ key: second, message: `stands beside ${first}; a feed has one of url, file and list` }];
  if (hasLogin(feed.url)) return [{ key: 'url', message: 'holds a user name; send it in headers, as Authorization' }];
  if (first === 'url') return [];
  return OF_URLS.filter(has).map((key) => ({ key, message: 'is only for a feed with a url' }));
}
