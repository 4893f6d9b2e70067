import { proxyKey, supplyProxySchema } from '@atlantic/contract/supply/proxy.ts';
import { expect, it } from 'vitest';
import { seededSnapshot } from './snapshot.ts';

it('makes the same proxies of the same seed, each another one, and all of the right shape', () => {
  const { proxies } = seededSnapshot(500);
  expect(proxies).toEqual(seededSnapshot(500).proxies);
  expect(proxies).not.toEqual(seededSnapshot(500, 2).proxies);
  expect(new Set(proxies.map(proxyKey)).size).toBe(500);
  for (const proxy of proxies) expect(supplyProxySchema.parse(proxy)).toEqual(proxy);
});
