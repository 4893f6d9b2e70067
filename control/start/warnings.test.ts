import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { saveImported } from '../feature/endpoint/store.ts';
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
