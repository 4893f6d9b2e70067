import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storeConformance } from './fixture/conformance.ts';
import { sqlitePlace } from './fixture/disk-places.ts';
import { makeSnapshot } from './fixture/make.ts';

// More proxies than a part holds. The many are in tests/supply-store.test.ts.
storeConformance('SQLite', sqlitePlace, { proxies: 501, entries: 30, runs: 5 });

it('sets a damaged file aside, says so once, and begins a new one', async () => {
  await using place = await sqlitePlace();
  let store = await place.open();
  await store.saveSnapshot(makeSnapshot(1, 501));
  await store.close();
  const file = join(place.folder, 'supply.db');
  writeFileSync(file, readFileSync(file).fill(7, 5_000, 20_000));
  store = await place.open();
  const { snapshot, problems } = await store.loadSnapshot();
  expect(snapshot).toBeUndefined();
  expect(problems).toEqual([expect.stringMatching(/supply\.db is damaged and is now .*damaged-/)]);
  expect(readdirSync(place.folder).filter((name) => name.includes('damaged-'))).toHaveLength(1);
  await store.saveSnapshot(makeSnapshot(2, 1));
  await store.close();
  store = await place.open();
  expect(await store.loadSnapshot()).toEqual({ snapshot: makeSnapshot(2, 1), problems: [] });
  await store.close();
});

it('is for its owner’s eyes', async () => {
  await using place = await sqlitePlace();
  const store = await place.open();
  for (const name of readdirSync(place.folder)) expect(statSync(join(place.folder, name)).mode & 0o777).toBe(0o600);
  await store.close();
});
