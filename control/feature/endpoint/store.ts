/** Imported endpoints in the database. */
import { endpointAddress } from '@atlantic/contract/endpoint.ts';
import { statedAttributes } from '@atlantic/contract/endpoint-attributes.ts';
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Selectable } from 'kysely';
import type { Database, EndpointTable } from '../../db/schema.ts';

export interface ImportedEndpoint extends SnapshotEndpoint {
  /** Its place among all imported ones; it keeps it for life. */
  position: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Rows of one statement: SQLite takes 32,766 parameters, and each row has thirteen. */
const ROWS_AT_ONCE = 1_000;
/** A setting that counts the changes of all imported endpoints. */
const REVISION = 'endpoint_revision';

const toImported = ({ id, kind, host, port, username, password, ...row }: Selectable<EndpointTable>) => ({
  id,
  address: endpointAddress({ kind, host, port }),
  kind,
  host,
  port,
  ...(username !== null && { username }),
  ...(password !== null && { password }),
  ...statedAttributes(row),
  position: row.position,
  createdAt: row.created_at,
});

/** All that were imported into a pool, in the order in which they came, those that its file declares too among them. */
export async function listImported(db: Database, pool: string): Promise<ImportedEndpoint[]> {
  const rows = await db.selectFrom('endpoint').selectAll().where('pool', '=', pool).orderBy('position').execute();
  return rows.map(toImported);
}

/** By pool of the kind list: what is added to the endpoints that the file declares. */
export async function addedEndpoints(
  db: Database,
  pools: readonly SnapshotPool[],
): Promise<ReadonlyMap<string, readonly ImportedEndpoint[]>> {
  const added = new Map<string, ImportedEndpoint[]>();
  for (const { name, kind, endpoints } of pools) {
    if (kind !== 'list') continue;
    const declared = new Set(endpoints.map(({ id }) => id));
    const imported = await listImported(db, name);
    added.set(
      name,
      imported.filter(({ id }) => !declared.has(id)),
    );
  }
  return added;
}

/** How many were imported into each pool that is none of the kind list among `pools`. */
export async function countUndeclared(
  db: Database,
  pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[],
): Promise<{ name: string; imported: number }[]> {
  const lists = pools.filter(({ kind }) => kind === 'list').map(({ name }) => name);
  const rows = await db
    .selectFrom('endpoint')
    .select(({ fn }) => ['pool', fn.countAll<number>().as('imported')])
    .groupBy('pool')
    .orderBy('pool')
    .execute();
  return rows.filter(({ pool }) => !lists.includes(pool)).map(({ pool, imported }) => ({ name: pool, imported }));
}

/** Grows with each change, so that what was made of the endpoints need not be made again while they stay the same. */
export async function readRevision(db: Database): Promise<number> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', REVISION).executeTakeFirst();
  return Number(row?.value ?? 0);
}

async function noteChange(db: Database): Promise<void> {
  const value = String((await readRevision(db)) + 1);
  await db
    .insertInto('setting')
    .values({ name: REVISION, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Adds endpoints to a pool; one that is there gets the new password and the new attributes and keeps the rest. */
export async function saveImported(
  db: Database,
  pool: string,
  endpoints: readonly SnapshotEndpoint[],
  now: number,
): Promise<void> {
  const rows = endpoints.map((endpoint) => {
    const { id, kind, host, port, username = null, password = null } = endpoint;
    const { weight = null, country = null, state = null, city = null, asn = null } = endpoint;
    return { pool, id, kind, host, port, username, password, created_at: now, weight, country, state, city, asn };
  });
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await db
      .insertInto('endpoint')
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['pool', 'id']).doUpdateSet(({ ref }) => ({
          password: ref('excluded.password'),
          weight: ref('excluded.weight'),
          country: ref('excluded.country'),
          state: ref('excluded.state'),
          city: ref('excluded.city'),
          asn: ref('excluded.asn'),
        })),
      )
      .execute();
  }
  await noteChange(db);
}

/** Removes imported endpoints of a pool. Those that are not there are passed over. */
export async function removeImported(db: Database, pool: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const some = ids.slice(at, at + ROWS_AT_ONCE);
    await db.deleteFrom('endpoint').where('pool', '=', pool).where('id', 'in', some).execute();
  }
  await noteChange(db);
}
