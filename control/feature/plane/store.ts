/** Planes in the database, as operators make and revoke them. */
import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Database } from '../../db/schema.ts';
import { MOST_PLANES, type PlaneRow } from './rules.ts';

/** Every plane that is not revoked, and every revoked one that has not settled, by name. */
export async function listPlaneRows(db: Database): Promise<PlaneRow[]> {
  const rows = await db.selectFrom('plane').selectAll().orderBy('name').execute();
  const open = await db.selectFrom('plane_epoch').select('plane').where('closed_at', 'is', null).execute();
  const unsettled = new Set(open.map(({ plane }) => plane));
  return rows
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      name: row.name,
      createdAt: row.created_at,
      revokedAt: row.revoked_at,
      lastUsageAt: row.last_report_at,
      unsettled: unsettled.has(row.id),
    }))
    .filter(({ revokedAt, unsettled: holds }) => revokedAt === null || holds);
}

/** The plane of this name; also one that is revoked and not settled. Throws `not_found`. */
export async function findPlaneRow(db: Database, name: string): Promise<PlaneRow> {
  const row = (await listPlaneRows(db)).find((candidate) => candidate.name === name);
  if (!row) throw new AtlanticError('not_found');
  return row;
}

/** Adds a plane. Throws `name_taken`, and `gateway_overloaded` when there are as many as control can serve. */
export async function insertPlane(db: Database, name: string, tokenHash: string, now: number): Promise<PlaneRow> {
  const rows = await listPlaneRows(db);
  const same = rows.find((row) => row.name === name);
  if (same) {
    const detail = 'A revoked plane of this name has not settled; write it off to use the name again.';
    throw new AtlanticError('name_taken', same.revokedAt === null ? {} : { detail });
  }
  if (rows.filter(({ revokedAt }) => revokedAt === null).length >= MOST_PLANES)
    throw new AtlanticError('gateway_overloaded', { detail: `There are ${MOST_PLANES} planes; revoke one first.` });
  // A revoked plane keeps its row for the usage that names it, and gives its name away.
  await db
    .updateTable('plane')
    .set((eb) => ({ name: eb.fn<string>('concat', ['name', eb.val('~'), 'id']) }))
    .where('name', '=', name)
    .execute();
  const id = `p${randomBytes(8).toString('hex')}`;
  const row = { id, name, token_hash: tokenHash, created_at: now, last_report_at: null, revoked_at: null };
  await db.insertInto('plane').values(row).execute();
  return { id, kind: 'egress', name, createdAt: now, revokedAt: null, lastUsageAt: null, unsettled: false };
}

/** Notes that the plane is revoked; its commands are void. */
export async function revokePlane(db: Database, id: string, now: number): Promise<void> {
  await db.updateTable('plane').set({ revoked_at: now }).where('id', '=', id).where('revoked_at', 'is', null).execute();
  await db.deleteFrom('plane_command').where('plane', '=', id).where('acknowledged_at', 'is', null).execute();
}
