/** Planes and the epochs of their lives in the database. */
import type { PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { Database } from '../db/schema.ts';

export interface PlaneRecord {
  id: string;
  kind: PlaneKind;
  name: string;
  /** SHA-256, hexadecimal. */
  tokenHash: string;
  /** Milliseconds since 1970; null while it is not revoked. */
  revokedAt: number | null;
}

export async function listPlanes(db: Database): Promise<readonly PlaneRecord[]> {
  const rows = await db.selectFrom('plane').select(['id', 'kind', 'name', 'token_hash', 'revoked_at']).execute();
  return rows.map(({ id, kind, name, ...row }) => {
    return { id, kind, name, tokenHash: row.token_hash, revokedAt: row.revoked_at };
  });
}

/** Whether the plane is revoked by now. */
export async function isRevoked(db: Database, plane: string): Promise<boolean> {
  const row = await db.selectFrom('plane').select('revoked_at').where('id', '=', plane).executeTakeFirst();
  return row === undefined || row.revoked_at !== null;
}

/** Adds a plane, or gives the plane of this id a new token, with which it may come in again. */
export async function savePlane(db: Database, plane: Omit<PlaneRecord, 'revokedAt'>, now: number): Promise<void> {
  const { id, kind, name, tokenHash } = plane;
  const row = { id, kind, name, token_hash: tokenHash, created_at: now, last_report_at: null, revoked_at: null };
  await db
    .insertInto('plane')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ token_hash: tokenHash, revoked_at: null }))
    .execute();
}

/** From now on its token opens nothing; no error where there is no such plane. */
export async function retirePlane(db: Database, id: string, now: number): Promise<void> {
  await db.updateTable('plane').set({ revoked_at: now }).where('id', '=', id).where('revoked_at', 'is', null).execute();
}

export async function noteReport(db: Database, plane: string, now: number): Promise<void> {
  await db.updateTable('plane').set({ last_report_at: now }).where('id', '=', plane).execute();
}

/** One epoch of one plane. */
export interface EpochKey {
  plane: string;
  epoch: string;
}

export interface EpochState {
  /** The highest grant request seen; -1 before the first. */
  sequence: number;
  closed: boolean;
}

/** Whether anything was heard of the epoch before. */
export async function knowsEpoch(db: Database, { plane, epoch }: EpochKey): Promise<boolean> {
  const row = await db
    .selectFrom('plane_epoch')
    .select('epoch')
    .where('plane', '=', plane)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends every epoch of the plane that is open. */
export async function closeEpochs(db: Database, plane: string, now: number): Promise<void> {
  const open = await db
    .selectFrom('plane_epoch')
    .select('epoch')
    .where('plane', '=', plane)
    .where('closed_at', 'is', null)
    .execute();
  for (const { epoch } of open) await closeEpoch(db, { plane, epoch }, now);
}

/** The epoch's state; it is noted as open when this is the first that is heard of it. */
export async function openEpoch(db: Database, { plane, epoch }: EpochKey): Promise<EpochState> {
  const row = await db
    .selectFrom('plane_epoch')
    .select(['sequence', 'closed_at'])
    .where('plane', '=', plane)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  if (row) return { sequence: row.sequence, closed: row.closed_at !== null };
  await db.insertInto('plane_epoch').values({ plane, epoch, sequence: -1, closed_at: null }).execute();
  return { sequence: -1, closed: false };
}

export async function noteSequence(db: Database, { plane, epoch }: EpochKey, sequence: number): Promise<void> {
  await db.updateTable('plane_epoch').set({ sequence }).where('plane', '=', plane).where('epoch', '=', epoch).execute();
}

/** Ends an epoch: its marks and grants go, which frees what it did not spend; its row stays as a tombstone. */
export async function closeEpoch(db: Database, { plane, epoch }: EpochKey, now: number): Promise<void> {
  await db.deleteFrom('usage_mark').where('plane', '=', plane).where('epoch', '=', epoch).execute();
  await db.deleteFrom('plane_grant').where('plane', '=', plane).where('epoch', '=', epoch).execute();
  await db
    .updateTable('plane_epoch')
    .set({ closed_at: now })
    .where('plane', '=', plane)
    .where('epoch', '=', epoch)
    .execute();
}
