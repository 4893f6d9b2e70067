import { proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import { expect, it } from 'vitest';
import { poolOffers } from './pool-offers.ts';

const proxy = (port: number, more: Partial<SupplyProxy> = {}): SupplyProxy => ({
  kind: 'http',
  host: '192.0.2.1',
  port,
  mode: 'full',
  anonymity: 'elite',
  exit: null,
  country: null,
  asn: null,
  network: null,
  tls: null,
  confirmed: null,
  connectMs: 1,
  firstByteMs: null,
  totalMs: 1,
  firstSeen: 1,
  lastAlive: 2,
  checkedAt: 2,
  provenAt: 1,
  uptime: 1,
  successRate: 1,
  latencyP50Ms: 1,
  latencyP95Ms: 1,
  feeds: [],
  ...more,
});
const proxies = [proxy(1, { country: 'de', asn: 64_500 }), proxy(2, { username: 'a', password: 'b' }), proxy(3)];
const view = { best: (_: object, max: number) => proxies.slice(0, max) };

it('offers the best, and others in place of those that failed', () => {
  const pools = [{ name: 'public', where: {}, max: 2 }];
  expect(poolOffers(view, pools, new Set())).toEqual([
    {
      pool: 'public',
      proxies: [
        { kind: 'http', host: '192.0.2.1', port: 1, country: 'de', asn: 64_500, provenAt: 1 },
        { kind: 'http', host: '192.0.2.1', port: 2, username: 'a', password: 'b', provenAt: 1 },
      ],
    },
  ]);
  const suspects = new Set([proxyKey(proxy(1))]);
  expect(poolOffers(view, pools, suspects)[0]?.proxies.map(({ port }) => port)).toEqual([2, 3]);
});

it('says nothing where nothing is known', () => {
  expect(poolOffers(undefined, [{ name: 'public', where: {}, max: 2 }], new Set())).toEqual([]);
});
