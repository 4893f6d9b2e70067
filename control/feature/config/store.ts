/** The configurations that were applied, in the database. */
import {
  type ConfigChange,
  type ConfigDoor,
  type ConfigRevision,
  KEPT_CHANGES,
  KEPT_REVISIONS,
} from '@atlantic/contract/config-change.ts';
import type { Database, RevisionTable } from '../../db/schema.ts';

const toRevision = (row: RevisionTable): ConfigRevision => ({
  number: row.number,
  appliedAt: new Date(row.applied_at).toISOString(),
  door: row.door,
  digest: row.digest,
  changeCount: row.change_count,
  changes: JSON.parse(row.changes),
});

/** The newest first. */
export async function listRevisions(db: Database): Promise<ConfigRevision[]> {
  const rows = await db.selectFrom('revision').selectAll().orderBy('number', 'desc').limit(KEPT_REVISIONS).execute();
  return rows.map(toRevision);
}

/** The one in force; undefined before the first start is over. */
export async function lastRevision(db: Database): Promise<ConfigRevision | undefined> {
  const row = await db.selectFrom('revision').selectAll().orderBy('number', 'desc').executeTakeFirst();
  return row && toRevision(row);
}

export interface NewRevision {
  door: ConfigDoor;
  digest: string;
  changes: readonly ConfigChange[];
}

/** Adds a revision, forgets the oldest beyond those that are kept, and returns its number. */
export async function saveRevision(db: Database, made: NewRevision, now: number): Promise<number> {
  const number = ((await lastRevision(db))?.number ?? 0) + 1;
  const { door, digest, changes } = made;
  const row: RevisionTable = {
    number,
    applied_at: now,
    door,
    digest,
    change_count: changes.length,
    changes: JSON.stringify(changes.slice(0, KEPT_CHANGES)),
  };
  await db.insertInto('revision').values(row).execute();
  await db
    .deleteFrom('revision')
    .where('number', '<=', number - KEPT_REVISIONS)
    .execute();
  return number;
}
