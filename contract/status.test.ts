import { expect, it } from 'vitest';
import { statusSchema } from './status.ts';

it('knows of a plane that has not reported only that it is there', () => {
  const silent = { lastReportAt: null, snapshotVersion: null, workers: null, connections: null, overload: null };
  const status = {
    version: '1.0.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    uptimeSeconds: 0,
    snapshotVersion: 1,
    database: { kind: 'sqlite', ok: true },
    planes: [{ name: 'local', connected: false, ...silent }],
    credentials: { active: 0, paused: 0, exhausted: 0 },
    usage: { requests: 0, bytesUp: 0, bytesDown: 0 },
  };
  expect(statusSchema.parse(status)).toEqual(status);
});
