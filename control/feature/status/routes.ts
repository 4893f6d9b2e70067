/** `/api/v1/status`. */

import type { PlaneReport } from '@atlantic/contract/plane.ts';
import { type Status, statusSchema } from '@atlantic/contract/status.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { isAnswering } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import { readPlaneActivity, readTotalUsage } from './store.ts';

export interface StatusSources {
  db: Database;
  version: string;
  now: () => number;
  snapshotVersion: () => number;
  /** Ids of the planes that follow the snapshot stream. */
  connectedPlanes: () => ReadonlySet<string>;
  /** What the plane of this id said of its state last, and when. */
  lastReport: (plane: string) => { report: PlaneReport; at: number } | undefined;
  countCredentials: () => Promise<Status['credentials']>;
}

async function readPlanes({ db, connectedPlanes, lastReport }: StatusSources): Promise<Status['planes']> {
  const connected = connectedPlanes();
  return (await readPlaneActivity(db)).map(({ id, name, lastReportAt }) => {
    const last = lastReport(id);
    const at = Math.max(lastReportAt ?? 0, last?.at ?? 0);
    return {
      name,
      connected: connected.has(id),
      lastReportAt: at === 0 ? null : new Date(at).toISOString(),
      snapshotVersion: last?.report.snapshotVersion ?? null,
      workers: last?.report.workers.length ?? null,
      connections: last?.report.workers.reduce((sum, { connections }) => sum + connections, 0) ?? null,
      overload: last?.report.overload ?? null,
    };
  });
}

export const statusRoutes =
  (sources: StatusSources): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now } = sources;
    const startedAt = now();
    app.get(
      '/api/v1/status',
      { schema: { summary: 'How Atlantic is doing', tags: ['status'], response: { 200: statusSchema } } },
      async (): Promise<Status> => ({
        version: sources.version,
        startedAt: new Date(startedAt).toISOString(),
        uptimeSeconds: Math.max(0, (now() - startedAt) / 1000),
        snapshotVersion: sources.snapshotVersion(),
        database: { kind: 'sqlite', ok: await isAnswering(db) },
        planes: await readPlanes(sources),
        credentials: await sources.countCredentials(),
        usage: await readTotalUsage(db),
      }),
    );
  };
