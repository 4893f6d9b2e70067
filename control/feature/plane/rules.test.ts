import type { PlaneReport } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { commandView, LOCAL_PLANE, latest, type PlaneRow, shownName, viewOf } from './rules.ts';

const row: PlaneRow = {
  id: 'p1',
  kind: 'egress',
  name: 'berlin',
  createdAt: 0,
  revokedAt: null,
  lastUsageAt: 5,
  unsettled: true,
};
const report: PlaneReport = {
  epoch: 'epoch001',
  version: '1',
  uptimeSeconds: 1,
  snapshotVersion: 1,
  logLevel: 'info',
  draining: false,
  listeners: [],
  workers: [],
};

describe('a plane as the API shows it', () => {
  it('is connected, away or revoked', () => {
    expect(viewOf(row, { connected: true, last: undefined }).state).toBe('connected');
    expect(viewOf(row, { connected: false, last: undefined }).state).toBe('away');
    expect(viewOf({ ...row, revokedAt: 9 }, { connected: true, last: undefined })).toMatchObject({
      state: 'revoked',
      revokedAt: '1970-01-01T00:00:00.009Z',
    });
  });

  it('has its last report, and when anything was heard of it', () => {
    const seen = viewOf(row, { connected: true, last: { report, at: 7 } });
    expect(seen).toMatchObject({ report, lastReportAt: '1970-01-01T00:00:00.007Z', local: false, unsettled: true });
    expect(viewOf({ ...row, id: LOCAL_PLANE }, { connected: true, last: undefined }).local).toBe(true);
  });

  it('has its name, also when another has it by now', () => {
    expect(shownName('berlin~p1')).toBe('berlin');
  });
});

it.each([
  [null, null, null],
  [null, 2, 2],
  [1, null, 1],
  [3, 2, 3],
])('the later of %j and %j is %j', (a, b, later) => {
  expect(latest(a, b)).toBe(later);
});

it('shows a command as it was given', () => {
  const command = {
    number: 3,
    order: '{"kind":"drain"}',
    createdAt: 0,
    acknowledgedAt: null,
    obeyed: null,
    detail: null,
    probe: null,
  };
  expect(commandView(command)).toEqual({
    ...command,
    order: { kind: 'drain' },
    createdAt: '1970-01-01T00:00:00.000Z',
  });
});
