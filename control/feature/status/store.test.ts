import { describe, expect, it } from 'vitest';
import { addPlane, testDatabase } from '../../fixture/database.ts';
import { noteReport } from '../../plane/store.ts';
import { readPlaneActivity, readTotalUsage } from './store.ts';

describe('what the status is made of', () => {
  it('knows each plane’s last report', async () => {
    const db = await testDatabase();
    await addPlane(db, 'there');
    await addPlane(db, 'here');
    await noteReport(db, 'here', 1234);
    expect(await readPlaneActivity(db)).toEqual([
      { id: 'here', name: 'here', lastReportAt: 1234 },
      { id: 'there', name: 'there', lastReportAt: null },
    ]);
  });

  it('adds up what was billed, of whomever', async () => {
    const db = await testDatabase();
    expect(await readTotalUsage(db)).toEqual({ requests: 0, bytesUp: 0, bytesDown: 0 });
    const counters = { bytes_up: 3, bytes_down: 4, admitted: 1, ok: 1, refused: 0, failed: 0, abandoned: 0 };
    const row = { hour: 0, country: '', protocol: 'http', ...counters };
    await db
      .insertInto('usage_hour')
      .values([
        { ...row, credential: 'one', pool: 'direct' },
        { ...row, credential: 'deleted', pool: 'direct' },
        { ...row, credential: 'one', pool: '' },
      ])
      .execute();
    expect(await readTotalUsage(db)).toEqual({ requests: 2, bytesUp: 6, bytesDown: 8 });
  });
});
