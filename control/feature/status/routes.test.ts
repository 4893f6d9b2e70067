import { PLANE_PATHS } from '@atlantic/contract/plane.ts';
import { statusSchema } from '@atlantic/contract/status.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { addCredential } from '../../fixture/database.ts';

const SILENT = { lastReportAt: null, snapshotVersion: null, workers: null, connections: null, overload: null };

describe('/api/v1/status', () => {
  it('tells what is so', async () => {
    const { db, call, planeCall, wait, streams, publisher } = await testApplication();
    const read = async () => statusSchema.parse((await call('GET', '/api/v1/status')).json());
    const first = await read();
    expect(first).toEqual({
      version: '0.0.0',
      startedAt: '2026-01-01T10:30:00.000Z',
      uptimeSeconds: 0,
      snapshotVersion: 1,
      database: { kind: 'sqlite', ok: true },
      planes: [{ name: 'local', connected: false, ...SILENT }],
      credentials: { active: 0, paused: 0, exhausted: 0 },
      usage: { requests: 0, bytesUp: 0, bytesDown: 0 },
    });

    await addCredential(db, 'empty', { bytes: 0, requests: null });
    await call('POST', '/api/v1/credentials', { name: 'alpha' });
    await call('PATCH', '/api/v1/credentials/alpha', { paused: true });
    streams.open('local', publisher.manifest());
    wait(90_500);
    await planeCall('POST', PLANE_PATHS.usage, { epoch: 'epoch001', closed: false, slots: [] });
    expect(await read()).toMatchObject({
      uptimeSeconds: 90.5,
      snapshotVersion: 3,
      planes: [{ name: 'local', connected: true, lastReportAt: '2026-01-01T10:31:30.500Z' }],
      credentials: { active: 0, paused: 1, exhausted: 1 },
    });
  });
});
