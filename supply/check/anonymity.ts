/** What a target can tell of the client behind a proxy, from what a judge saw. Pure. */
import type { Anonymity } from '@atlantic/contract/supply/proxy.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { addressesIn } from './address.ts';
import type { JudgePage } from './read-judge.ts';

/** What a judge sees of a request that comes directly. */
export interface Baseline {
  readonly headers: HeaderList;
}

/** Headers that only proxies write. What a client sends by itself, and `Cache-Control`, are none. */
const TELLING = new Set([
  'via',
  'forwarded',
  'client-ip',
  'x-client-ip',
  'x-real-ip',
  'x-remote-ip',
  'x-remote-addr',
  'x-originating-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-ipcountry',
  'cdn-loop',
  'x-bluecoat-via',
  'x-imforwards',
  'x-loop-control',
  'x-nokia-ipaddress',
  'x-coming-from',
  'coming-from',
  'x-wap-profile-diff',
  'wap-connection',
  'xroxy-connection',
  'pc-remote-addr',
]);
/** Families of names, such as `Proxy-Connection`, `X-Proxy-ID`, `X-Forwarded-For`, `Forwarded-For-IP`. */
const TELLING_PART = /(?:^|-)(?:proxy|forwarded)(?:-|$)/;

const isTelling = (name: string): boolean => TELLING.has(name) || TELLING_PART.test(name);

/** A judge behind a balancer that writes headers of its own has them directly, too; a proxy adds members to them. */
const members = (headers: HeaderList, wanted: string): number =>
  headers.reduce((sum, [name, value]) => (name === wanted ? sum + value.split(',').length : sum), 0);

/**
 * `own`: our addresses as judges see them, canonical. Whatever the judge sees directly too, such as its own name, tells
 * nothing.
 */
export function anonymityOf(
  page: Pick<JudgePage, 'address' | 'headers'>,
  baseline: Baseline,
  own: ReadonlySet<string>,
): Anonymity {
  if (page.address !== null && own.has(page.address)) return 'transparent';
  const direct = new Set(baseline.headers.map(([name, value]) => `${name}: ${value}`));
  const added = page.headers.filter(([name, value]) => !direct.has(`${name}: ${value}`));
  for (const [, value] of added) {
    for (const address of addressesIn(value)) if (own.has(address)) return 'transparent';
  }
  const tells = added.some(
    ([name]) => isTelling(name) && members(page.headers, name) > members(baseline.headers, name),
  );
  return tells ? 'anonymous' : 'elite';
}
