import { expect, it } from 'vitest';
import { feedFaults } from './feed-problem.ts';

it.each<[Record<string, unknown>, (string | undefined)[]]>([
  [{}, [undefined]],
  [{ url: 'http://a.example/', headers: {} }, []],
  [{ url: 7 }, []],
  [{ list: [] }, []],
  [{ file: 'a', userAgent: 'b', headers: {} }, ['headers', 'userAgent']],
  [{ url: 'http://a.example/', file: 'b' }, ['file']],
  [{ url: 'http://u@a.example/' }, ['url']],
  [{ url: 'http://:p@a.example/' }, ['url']],
])('%j', (feed, keys) => expect(feedFaults(feed).map(({ key }) => key)).toEqual(keys));
