import { expect, it } from 'vitest';
import { supplyOfferSchema, trafficSchema } from './channel.ts';

it('carries offers and traffic as they are', () => {
  const offer = {
    pool: 'public',
    proxies: [{ kind: 'http', host: '192.0.2.1', port: 1, username: 'a', password: 'b', country: 'de', provenAt: 5 }],
  };
  expect(supplyOfferSchema.parse(offer)).toEqual(offer);
  const traffic = {
    epoch: 'epoch001',
    endpoints: [{ key: 'http://192.0.2.1:1', ok: 3, faults: 1, ejected: true, code: 'connection_refused', since: 7 }],
  };
  expect(trafficSchema.parse(traffic)).toEqual(traffic);
});

it('holds no more than a pool may have', () => {
  const one = { kind: 'http', host: '192.0.2.1', port: 1, provenAt: 5 };
  expect(supplyOfferSchema.safeParse({ pool: 'public', proxies: Array(10_001).fill(one) }).success).toBe(false);
});
