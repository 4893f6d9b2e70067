import type { Offered } from '@atlantic/contract/supply/channel.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { readOfferRevision, saveOffer, suppliedEndpoints, suppliedKeys } from './store.ts';

const proxy = (host: string, provenAt = 1): Offered => ({ kind: 'http', host, port: 80, provenAt });
const pool = (name: string, kind: 'supply' | 'list' = 'supply') => ({ name, kind });

it('holds what was offered last, and counts only changes', async () => {
  const db = await testDatabase();
  const pools = [pool('public'), pool('rented', 'list')];
  const save = (name: string, ...proxies: Offered[]) => saveOffer(db, pools, { pool: name, proxies }, TEST_TIME);
  const addresses = async () => (await suppliedEndpoints(db, pools)).get('public')?.map(({ address }) => address);
  expect(await save('public', proxy('192.0.2.2'), proxy('192.0.2.1'))).toBe(true);
  expect(await save('public', proxy('192.0.2.1'), proxy('192.0.2.2'))).toBe(false);
  expect(await readOfferRevision(db)).toBe(1);
  expect(await addresses()).toEqual(['http://192.0.2.1:80', 'http://192.0.2.2:80']);
  expect(await save('public', proxy('192.0.2.1', 2))).toBe(true);
  expect(await addresses()).toEqual(['http://192.0.2.1:80']);
  expect(await save('public')).toBe(true);
  expect([await addresses(), await readOfferRevision(db)]).toEqual([[], 3]);
  for (const name of ['rented', 'nowhere']) expect(await save(name, proxy('192.0.2.1'))).toBe(false);
});

it('forgets pools that are no more', async () => {
  const db = await testDatabase();
  const both = [pool('a'), pool('b')];
  await saveOffer(db, both, { pool: 'a', proxies: [proxy('192.0.2.1')] }, TEST_TIME);
  expect([...(await suppliedKeys(db, both)).values()]).toEqual(['http://192.0.2.1:80']);
  expect(await suppliedKeys(db, [pool('b'), pool('a', 'list')])).toEqual(new Map());
  await saveOffer(db, [pool('b')], { pool: 'b', proxies: [] }, TEST_TIME);
  expect(await suppliedKeys(db, both)).toEqual(new Map());
});
