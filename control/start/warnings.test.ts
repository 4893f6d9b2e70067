import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { supplySettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { saveImported } from '../feature/endpoint/store.ts';
import { saveFeed } from '../feature/feed/store.ts';
import { addCredential, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { warnOf } from './warnings.ts';

it('names listeners for nobody, and lists that have no endpoints, neither from the file nor imported', async () => {
  const db = await testDatabase();
  const endpoint = (pool: string) => endpointOf(pool, { kind: 'http', host: 'h.example', port: 1 });
  await saveImported(db, 'imported', [endpoint('imported')], TEST_TIME);
  const pools = [
    { name: 'empty', kind: 'list' as const, endpoints: [] },
    { name: 'imported', kind: 'list' as const, endpoints: [] },
    { name: 'declared', kind: 'list' as const, endpoints: [endpoint('declared')] },
    { name: 'direct', kind: 'direct' as const, endpoints: [] },
  ];
  const lines: string[] = [];
  const listeners = ['some', 'none'].map((credential) => {
    return { bind: `${credential}:1`, protocols: ['http' as const], credential };
  });
  const targets = { allowPrivate: false, allow: [], deny: [], ports: [] };
  await addCredential(db, 'some');
  const fixed = { egress: { workers: 1, drainSeconds: 1, listeners, targets }, pools, routes: [] };
  await warnOf(db, fixed, createLog({ name: 'control', destination: { write: (line) => void lines.push(line) } }));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { listener: 'none:1', credential: 'none' },
    { pool: 'empty' },
  ]);
});

it('says what supply lacks to fill a pool', async () => {
  const db = await testDatabase();
  const supply = supplySettingsSchema.parse({
    ...{ listen: '127.0.0.1:8083', keys: [], rate: {}, everySeconds: 1_800, recheckSeconds: 300, keepDeadSeconds: 60 },
    ...{ feeds: [], judges: [], check: {}, gates: {}, store: 'file:', geo: {}, pools: [] },
  });
  const targets = { allowPrivate: false, allow: [], deny: [], ports: [] };
  const egress = { workers: 1, drainSeconds: 1, listeners: [], targets };
  const pools = [{ name: 'public', kind: 'supply' as const, endpoints: [] }];
  const lines: string[] = [];
  const log = createLog({ name: 'control', destination: { write: (line) => void lines.push(JSON.parse(line).msg) } });
  await warnOf(db, { egress, pools, routes: [], supply }, log);
  await warnOf(db, { egress, pools: [], routes: [], supply }, log);
  const { name, managed: _, ...definition } = feedSchema.parse({ name: 'a', managed: 'api', list: [] });
  await saveFeed(db, { name, managed: 'api', definition }, TEST_TIME);
  await warnOf(db, { egress, pools, routes: [], supply }, log);
  await warnOf(
    db,
    { egress, pools, routes: [], supply: { ...supply, judges: [{ url: 'http://j/', format: 'atlantic' }] } },
    log,
  );
  expect(lines).toEqual([
    'a pool is filled by supply, which has no feeds; add one: atlantic feed add NAME URL',
    'supply has no judge, so nothing can be checked; set supply.judges, or check.mode: connect',
  ]);
});
