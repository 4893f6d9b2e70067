/** Commands to planes in the database. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Acknowledgement, Command } from '@atlantic/contract/plane.ts';
import type { Database, PlaneCommandTable } from '../db/schema.ts';

/** Commands of one plane that may wait for its acknowledgement. */
export const MOST_COMMANDS = 32;

/** What is older and acknowledged is forgotten. */
export const MOST_KEPT = 100;

export interface CommandRecord {
  number: number;
  /** As JSON. */
  order: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  acknowledgedAt: number | null;
  /** Null until it is acknowledged. */
  obeyed: boolean | null;
  detail: string | null;
}

const toRow = (row: PlaneCommandTable): CommandRecord => ({
  number: row.number,
  order: row.order_json,
  createdAt: row.created_at,
  acknowledgedAt: row.acknowledged_at,
  obeyed: row.obeyed === null ? null : row.obeyed === 1,
  detail: row.detail,
});

const ofPlane = (db: Database, plane: string) =>
  db.selectFrom('plane_command').selectAll().where('plane', '=', plane).orderBy('number');

/** What the plane has not acknowledged yet, the oldest first. */
export async function pendingCommands(db: Database, plane: string): Promise<CommandRecord[]> {
  return (await ofPlane(db, plane).where('acknowledged_at', 'is', null).execute()).map(toRow);
}

/** Throws `not_found`: a plane that was revoked meanwhile has no commands. */
export async function findCommand(db: Database, plane: string, number: number): Promise<CommandRecord> {
  const row = await ofPlane(db, plane).where('number', '=', number).executeTakeFirst();
  if (!row) throw new AtlanticError('not_found', { detail: 'The plane was revoked before it took the command.' });
  return toRow(row);
}

/** Throws `gateway_overloaded` when MOST_COMMANDS wait already. */
export async function addCommand(
  db: Database,
  plane: string,
  order: Command['order'],
  now: number,
): Promise<CommandRecord> {
  return db.transaction().execute(async (step) => {
    const waiting = await pendingCommands(step, plane);
    if (waiting.length >= MOST_COMMANDS) {
      const detail = `${MOST_COMMANDS} commands already wait for this plane to acknowledge them.`;
      throw new AtlanticError('gateway_overloaded', { detail });
    }
    const last = await step
      .selectFrom('plane_command')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('plane', '=', plane)
      .executeTakeFirst();
    const row: PlaneCommandTable = {
      plane,
      number: (last?.number ?? 0) + 1,
      order_json: JSON.stringify(order),
      created_at: now,
      acknowledged_at: null,
      obeyed: null,
      detail: null,
    };
    await step.insertInto('plane_command').values(row).execute();
    await step
      .deleteFrom('plane_command')
      .where('plane', '=', plane)
      .where('acknowledged_at', 'is not', null)
      .where('number', '<=', row.number - MOST_KEPT)
      .execute();
    return toRow(row);
  });
}

/** Notes what the plane said about a command; only the first word counts. */
export async function acknowledge(db: Database, plane: string, said: Acknowledgement, now: number): Promise<void> {
  await db
    .updateTable('plane_command')
    .set({ acknowledged_at: now, obeyed: said.obeyed ? 1 : 0, detail: said.detail ?? null })
    .where('plane', '=', plane)
    .where('number', '=', said.number)
    .where('acknowledged_at', 'is', null)
    .execute();
}
