import { KEPT_CHANGES, KEPT_REVISIONS } from '@atlantic/contract/config-change.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { lastRevision, listRevisions, saveRevision } from './store.ts';

it('keeps the newest revisions, and the first changes of each', async () => {
  const db = await testDatabase();
  expect(await lastRevision(db)).toBeUndefined();
  const change = { change: 'added' as const, what: 'pool' as const, name: 'rented', keys: [] };
  const changes = Array.from({ length: KEPT_CHANGES + 1 }, () => change);
  for (let number = 1; number <= KEPT_REVISIONS + 2; number += 1) {
    const made = { door: 'signal' as const, digest: String(number), changes };
    expect(await saveRevision(db, made, TEST_TIME)).toBe(number);
  }
  const kept = await listRevisions(db);
  expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: KEPT_REVISIONS }, (_, at) => 52 - at));
  expect(kept[0]).toEqual({
    number: 52,
    appliedAt: new Date(TEST_TIME).toISOString(),
    door: 'signal',
    digest: '52',
    changeCount: KEPT_CHANGES + 1,
    changes: changes.slice(1),
  });
  expect(await lastRevision(db)).toEqual(kept[0]);
});
