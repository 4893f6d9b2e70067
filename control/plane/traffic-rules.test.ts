import { MOST_ENDPOINTS_REPORTED, type PlaneReport } from '@atlantic/contract/plane.ts';
import { MOST_TRAFFIC, trafficSchema } from '@atlantic/contract/supply/channel.ts';
import { expect, it } from 'vitest';
import { trafficOf } from './traffic-rules.ts';

it('tells supply what a plane says of its proxies, and of nothing else', () => {
  const keys = new Map([
    ['public-a', 'socks5://192.0.2.1:1080'],
    ['public-b', 'http://u@192.0.2.2:80'],
  ]);
  const found = { pool: 'public', requests: 1, heldBack: false };
  const report: PlaneReport = {
    ...{ epoch: 'epoch001', version: '1', uptimeSeconds: 1, snapshotVersion: 1, logLevel: 'info', draining: false },
    ...{ listeners: [], workers: [] },
    endpoints: [
      {
        ...found,
        endpoint: 'public-a',
        state: 'ejected',
        code: 'connection_refused',
        since: 3,
        totals: { ok: 1, faults: 4 },
      },
      { ...found, endpoint: 'public-b', state: 'trial', code: 'connection_timeout', since: 4 },
      { ...found, endpoint: 'rented-0123456789ab', state: 'healthy', since: 1 },
    ],
  };
  const traffic = trafficOf(report, keys);
  expect(traffic).toEqual({
    epoch: 'epoch001',
    endpoints: [
      { key: 'socks5://192.0.2.1:1080', ok: 1, faults: 4, ejected: true, code: 'connection_refused', since: 3 },
      { key: 'http://u@192.0.2.2:80', ok: 0, faults: 0, ejected: false, since: 4 },
    ],
  });
  expect(trafficSchema.parse(traffic)).toEqual(traffic);
  expect(trafficOf({ ...report, endpoints: [] }, keys)).toBeUndefined();
  // A whole report is one event.
  expect(MOST_ENDPOINTS_REPORTED).toBeLessThanOrEqual(MOST_TRAFFIC);
});
