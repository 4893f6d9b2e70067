import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it } from 'vitest';
import { saveImported } from '../feature/endpoint/store.ts';
import { TEST_TIME, testDatabase } from '../fixture/database.ts';
import { warnOfEmptyPools } from './empty-pools.ts';

it('names the lists that have no endpoints, neither from the file nor imported', async () => {
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
  await warnOfEmptyPools(
    db,
    pools,
    createLog({ name: 'control', destination: { write: (line) => void lines.push(line) } }),
  );
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ pool: 'empty' }]);
});
