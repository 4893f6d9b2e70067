import { hashSecret } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { addPlane, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { closeEpochs, listPlanes, openEpoch } from '../../plane/store.ts';
import { type PlaneControls, planeActions } from './actions.ts';
import { type CommandRow, LOCAL_PLANE } from './rules.ts';

const given: CommandRow = {
  number: 1,
  order: '{}',
  createdAt: 0,
  acknowledgedAt: null,
  obeyed: null,
  detail: null,
  probe: null,
};

async function opened() {
  const db = await testDatabase();
  const happened: string[] = [];
  const controls: PlaneControls = {
    disconnect: (plane) => void happened.push(`disconnect ${plane}`),
    writeOff: (step, plane) => closeEpochs(step, plane, TEST_TIME),
    async command(plane, { kind }) {
      happened.push(`${kind} ${plane}`);
      return given;
    },
    async acknowledged(plane, number, milliseconds) {
      happened.push(`wait ${plane} ${number} ${milliseconds}`);
      return given;
    },
  };
  return { db, happened, actions: planeActions(db, () => TEST_TIME, controls) };
}

describe('what may be done to planes', () => {
  it('create: the token is kept as a hash alone', async () => {
    const { db, actions } = await opened();
    const { row, token } = await actions.create('berlin');
    expect(token).toMatch(/^atl_p_/);
    expect(await listPlanes(db)).toEqual([
      { id: row.id, kind: 'egress', name: 'berlin', tokenHash: hashSecret(token), revokedAt: null },
    ]);
  });

  it('revoke: ends its stream, and again to write off what it holds', async () => {
    const { db, actions, happened } = await opened();
    const { row } = await actions.create('berlin');
    await openEpoch(db, { plane: row.id, epoch: 'epoch001' });
    expect(await actions.revoke('berlin', false)).toMatchObject({ revokedAt: TEST_TIME, unsettled: true });
    expect(happened).toEqual([`disconnect ${row.id}`]);
    await expect(actions.command('berlin', { kind: 'drain' }, 0)).rejects.toMatchObject({ code: 'plane_revoked' });
    expect(await actions.revoke('berlin', true)).toMatchObject({ unsettled: false });
    expect(await openEpoch(db, { plane: row.id, epoch: 'epoch001' })).toMatchObject({ closed: true });
    await expect(actions.revoke('berlin', true)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('not revoke the plane beside control', async () => {
    const { db, actions, happened } = await opened();
    await addPlane(db, LOCAL_PLANE);
    await expect(actions.revoke(LOCAL_PLANE, false)).rejects.toMatchObject({ code: 'plane_is_local' });
    expect(happened).toEqual([]);
  });

  it('command: gives it and waits', async () => {
    const { actions, happened } = await opened();
    const { row } = await actions.create('berlin');
    await actions.command('berlin', { kind: 'restart-workers' }, 500);
    expect(happened).toEqual([`restart-workers ${row.id}`, `wait ${row.id} 1 500`]);
    await expect(actions.command('paris', { kind: 'drain' }, 0)).rejects.toMatchObject({ code: 'not_found' });
  });
});
