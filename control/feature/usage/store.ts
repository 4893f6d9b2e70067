/** Usage by credential, added up over all hours. */
import type { Usage } from '@atlantic/contract/api.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Database } from '../../db/schema.ts';

type UsageLine = Usage['credentials'][number];

/**
 * Every credential with what it used, by name; one that used nothing has zeros. Bytes without a pool belong to requests
 * that were refused before they were admitted and are not billed, so they are left out.
 * With `name` only that credential; throws `not_found` when it is not there.
 */
export async function readUsage(db: Database, name?: string): Promise<UsageLine[]> {
  const rows = await db
    .selectFrom('credential')
    .leftJoin('usage_hour', 'usage_hour.credential', 'credential.id')
    .where('credential.deleted_at', 'is', null)
    .$if(name !== undefined, (query) => query.where('credential.name', '=', name ?? ''))
    .groupBy('credential.id')
    .orderBy('credential.name')
    .select(({ fn }) => [
      'credential.name',
      'credential.quota_bytes',
      'credential.quota_requests',
      fn.sum<number | null>('usage_hour.bytes_up').filterWhere('usage_hour.pool', '<>', '').as('bytes_up'),
      fn.sum<number | null>('usage_hour.bytes_down').filterWhere('usage_hour.pool', '<>', '').as('bytes_down'),
      fn.sum<number | null>('usage_hour.admitted').as('requests'),
      fn.sum<number | null>('usage_hour.ok').as('ok'),
      fn.sum<number | null>('usage_hour.refused').as('refused'),
      fn.sum<number | null>('usage_hour.failed').as('failed'),
      fn.sum<number | null>('usage_hour.abandoned').as('abandoned'),
    ])
    .execute();
  if (name !== undefined && rows.length === 0) throw new AtlanticError('not_found');
  return rows.map((row) => ({
    name: row.name,
    requests: row.requests ?? 0,
    bytesUp: row.bytes_up ?? 0,
    bytesDown: row.bytes_down ?? 0,
    total: (row.bytes_up ?? 0) + (row.bytes_down ?? 0),
    outcomes: {
      ok: row.ok ?? 0,
      refused: row.refused ?? 0,
      failed: row.failed ?? 0,
      abandoned: row.abandoned ?? 0,
    },
    quota: { bytes: row.quota_bytes, requests: row.quota_requests },
  }));
}
