/**
 * Well-known public lists, as a beginning: none is read until somebody says so. `terms` is what their owners had written in
 * 2026 where it was looked up; whoever enables one should look again.
 */
import { type Feed, feedSchema } from './feed.ts';

const HOURLY = 3_600;

type Shipped = Pick<Feed, 'name' | 'terms'> & Partial<Pick<Feed, 'kind' | 'everySeconds'>> & { readonly url: string };

const NO_LICENCE = 'No licence was found with it.';

const LISTS: readonly Shipped[] = [
  {
    name: 'proxyscrape',
    url: 'https://cdn.jsdelivr.net/gh/proxyscrape/free-proxy-list@main/proxies/all/data.txt',
    terms: 'MIT licence, as its repository says.',
  },
  {
    name: 'monosans',
    url: 'https://raw.githubusercontent.com/monosans/proxy-list/main/proxies/all.txt',
    everySeconds: HOURLY,
    terms: 'MIT licence, as its repository says.',
  },
  {
    name: 'maximilianfeix',
    url: 'https://raw.githubusercontent.com/maximilianfeix/free-proxy-list/main/all.txt',
    everySeconds: HOURLY,
    terms: `${NO_LICENCE} Its owner asks that it be used for what is allowed only, and never for passwords.`,
  },
  {
    name: 'hproxy',
    url: 'https://raw.githubusercontent.com/hproxy-com/free-proxy-list/main/all.json',
    terms: `${NO_LICENCE} Its owner offers it as it is, for lawful use only.`,
  },
  {
    name: 'proxifly',
    url: 'https://cdn.jsdelivr.net/gh/proxifly/free-proxy-list@main/proxies/all/data.txt',
    terms: 'Its licence was not verified. Its owner points to the acceptable use policy of GitHub.',
  },
  ...(['http', 'socks5'] as const).map((kind) => ({
    name: `databay-${kind}`,
    url: `https://raw.githubusercontent.com/databay-labs/free-proxy-list/master/${kind}.txt`,
    kind,
    terms: 'MIT licence, as its repository says.',
  })),
  ...(['http', 'socks4', 'socks5'] as const).map((kind) => ({
    name: `thespeedx-${kind}`,
    url: `https://raw.githubusercontent.com/TheSpeedX/SOCKS-List/master/${kind}.txt`,
    kind,
    everySeconds: HOURLY,
    terms: `${NO_LICENCE} Its owner wants it used for education, and named by developers who use it.`,
  })),
  {
    name: 'hookzof-socks5',
    url: 'https://raw.githubusercontent.com/hookzof/socks5_list/master/proxy.txt',
    kind: 'socks5',
    terms: NO_LICENCE,
  },
];

/** Feeds that ship with Atlantic, all of them off. */
export const SHIPPED_FEEDS: readonly Feed[] = LISTS.map((list) =>
  feedSchema.parse({ ...list, enabled: false, managed: 'shipped' }),
);
