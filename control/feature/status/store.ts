/** Planes and overall usage, for the status page. */
import type { Status } from '@atlantic/contract/status.ts';
import type { Database } from '../../db/schema.ts';

export interface PlaneActivity {
  id: string;
  name: string;
  /** Milliseconds since 1970; null before the first report. */
  lastReportAt: number | null;
}

/** Of the planes that serve clients. */
export async function readPlaneActivity(db: Database): Promise<PlaneActivity[]> {
  const rows = await db
    .selectFrom('plane')
    .select(['id', 'name', 'last_report_at'])
    .where('revoked_at', 'is', null)
    .where('kind', '=', 'egress')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, lastReportAt: row.last_report_at }));
}

/** Everything billed since the database was made, also of credentials that are deleted by now. */
export async function readTotalUsage(db: Database): Promise<Status['usage']> {
  const sums = await db
    .selectFrom('usage_hour')
    .where('pool', '<>', '')
    .select(({ fn }) => [
      fn.sum<number | null>('admitted').as('requests'),
      fn.sum<number | null>('bytes_up').as('bytes_up'),
      fn.sum<number | null>('bytes_down').as('bytes_down'),
    ])
    .executeTakeFirst();
  return {
    requests: sums?.requests ?? 0,
    bytesUp: sums?.bytes_up ?? 0,
    bytesDown: sums?.bytes_down ?? 0,
  };
}
