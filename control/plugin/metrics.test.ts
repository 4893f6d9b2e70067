import type { PlaneReport } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';
import { createMetrics, type PlaneFigures } from './metrics.ts';

const NONE = { bytesUp: 0, bytesDown: 0, admitted: 0, ok: 0, refused: 0, failed: 0, abandoned: 0 };
const key = (protocol: 'http' | 'socks5') => ({ credential: 'hush', pool: 'rented', protocol, country: 'NL' });

const report: PlaneReport = {
  epoch: 'epoch001',
  version: '1.0.0',
  uptimeSeconds: 1,
  snapshotVersion: 7,
  logLevel: 'info',
  draining: false,
  listeners: [],
  workers: [
    { pid: 1, connections: 2, residentBytes: 100, loopDelayMs: 0 },
    {
      pid: 2,
      connections: 3,
      residentBytes: 200,
      loopDelayMs: 2.5,
      upstream: { namesKept: 4, namesAsked: 5, sparesReady: 6, sparesUsed: 7, hedgesBegun: 8, hedgesWon: 9 },
    },
  ],
  pools: [
    { pool: 'rented', healthy: 3, ejected: 1, trial: 0 },
    { pool: 'dead', healthy: 0, ejected: 2, trial: 0, panicSince: 1 },
  ],
  overload: { level: 2, why: ['memory'], turnedAway: { memory: 40 } },
};
const PLANES: PlaneFigures[] = [
  { name: 'here', connected: true, report },
  { name: 'there', connected: false, report: undefined },
];

describe('the metrics', () => {
  it('count what reports add, by protocol, and name no credential', async () => {
    const { registry, countUsage } = createMetrics(async () => PLANES);
    countUsage([{ key: key('http'), fresh: { ...NONE, bytesUp: 5, ok: 1 } }]);
    countUsage([
      { key: key('http'), fresh: { ...NONE, bytesUp: 6, bytesDown: 7, refused: 2 } },
      { key: key('socks5'), fresh: { ...NONE, abandoned: 3 } },
    ]);
    const text = await registry.metrics();
    for (const line of [
      'atlantic_bytes_total{direction="up",protocol="http"} 11',
      'atlantic_bytes_total{direction="down",protocol="http"} 7',
      'atlantic_requests_total{protocol="http",outcome="ok"} 1',
      'atlantic_requests_total{protocol="http",outcome="refused"} 2',
      'atlantic_requests_total{protocol="socks5",outcome="abandoned"} 3',
      'atlantic_planes_connected 1',
      'atlantic_plane_connected{plane="here"} 1',
      'atlantic_plane_connected{plane="there"} 0',
      'atlantic_plane_workers{plane="here"} 2',
      'atlantic_plane_connections{plane="here"} 5',
      'atlantic_plane_snapshot_version{plane="here"} 7',
      'atlantic_plane_resident_bytes{plane="here"} 300',
      'atlantic_plane_loop_delay_seconds{plane="here"} 0.0025',
      'atlantic_plane_names_kept{plane="here"} 4',
      'atlantic_plane_names_asked{plane="here"} 5',
      'atlantic_plane_spares_ready{plane="here"} 6',
      'atlantic_plane_spares_used{plane="here"} 7',
      'atlantic_plane_hedges_begun{plane="here"} 8',
      'atlantic_plane_hedges_won{plane="here"} 9',
      'atlantic_pool_endpoints{plane="here",pool="rented",state="healthy"} 3',
      'atlantic_pool_endpoints{plane="here",pool="rented",state="ejected"} 1',
      'atlantic_pool_panic{plane="here",pool="rented"} 0',
      'atlantic_pool_panic{plane="here",pool="dead"} 1',
      'atlantic_plane_overload_level{plane="here"} 2',
      'atlantic_plane_turned_away_total{plane="here",reason="memory"} 40',
      'atlantic_plane_turned_away_total{plane="here",reason="address"} 0',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('hush');
    expect(text).not.toContain('atlantic_plane_workers{plane="there"}');
  });

  it('are served without a key and follow the streams', async () => {
    const { app, streams, publisher } = await testApplication();
    const connected = async () => /atlantic_planes_connected (\d+)/.exec((await app.inject('/metrics')).payload)?.[1];
    expect(await connected()).toBe('0');
    const stream = streams.open('local', publisher.manifest());
    expect(await connected()).toBe('1');
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    expect(await connected()).toBe('0');
    expect((await app.inject('/metrics')).headers['content-type']).toContain('text/plain; version=0.0.4');
  });
});
