import { describe, expect, it } from 'vitest';
import { addPlane, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { closeEpochs, openEpoch } from '../../plane/store.ts';
import { MOST_PLANES } from './rules.ts';
import { findPlaneRow, insertPlane, listPlaneRows, revokePlane } from './store.ts';

const names = async (db: Parameters<typeof listPlaneRows>[0]) => (await listPlaneRows(db)).map(({ name }) => name);

describe('planes', () => {
  it('are there until they are revoked and hold nothing', async () => {
    const db = await testDatabase();
    const { id } = await insertPlane(db, 'berlin', 'hash', TEST_TIME);
    await openEpoch(db, { plane: id, epoch: 'epoch001' });
    expect(await findPlaneRow(db, 'berlin')).toMatchObject({ id, unsettled: true, revokedAt: null });
    await revokePlane(db, id, 7);
    await revokePlane(db, id, 8);
    expect(await findPlaneRow(db, 'berlin')).toMatchObject({ revokedAt: 7 });
    await expect(insertPlane(db, 'berlin', 'hash', 0)).rejects.toMatchObject({
      code: 'name_taken',
      detail: expect.stringContaining('not settled'),
    });
    await closeEpochs(db, id, TEST_TIME);
    await expect(findPlaneRow(db, 'berlin')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave their names to others when they are gone, time and again', async () => {
    const db = await testDatabase();
    for (let life = 0; life < 3; life += 1) await revokePlane(db, (await insertPlane(db, 'berlin', 'h', 0)).id, 1);
    await insertPlane(db, 'berlin', 'h', 0);
    expect(await names(db)).toEqual(['berlin']);
    await expect(insertPlane(db, 'berlin', 'h', 0)).rejects.toMatchObject({ code: 'name_taken', detail: undefined });
  });

  it(`are at most ${MOST_PLANES}`, async () => {
    const db = await testDatabase();
    for (let number = 0; number < MOST_PLANES; number += 1) await addPlane(db, `p${number}`);
    await expect(insertPlane(db, 'more', 'h', 0)).rejects.toMatchObject({ code: 'gateway_overloaded' });
    await revokePlane(db, 'p0', 1);
    expect(await insertPlane(db, 'more', 'h', 0)).toMatchObject({ name: 'more' });
  });
});
