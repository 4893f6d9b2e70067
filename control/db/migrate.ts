/**
 * Brings a database to the shape this program needs. Kysely's own migrator runs SQLite's steps outside a transaction;
 * here each step and the note that it was taken are committed together, so a crash leaves no half step.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './schema.ts';

export interface Migration {
  name: string;
  /** Takes the step, in raw SQL: the typed schema is today's, and the step must stay what it was. */
  up(step: DatabaseTransaction): Promise<void>;
}

/**
 * Applies what is missing of `migrations`, in their order, and returns the names of the steps it took.
 * Throws `config_invalid` when the database was made by a newer version.
 */
export async function migrate(
  db: Database,
  migrations: readonly Migration[],
  now: () => number,
): Promise<readonly string[]> {
  await sql`create table if not exists migration (name text primary key, applied_at bigint not null)`.execute(db);
  const applied = (await db.selectFrom('migration').select('name').execute()).map((row) => row.name);
  const stranger = applied.find((name) => !migrations.some((migration) => migration.name === name));
  if (stranger !== undefined)
    throw new AtlanticError('config_invalid', { detail: `The database was made by a newer Atlantic (${stranger}).` });
  const missing = migrations.filter((migration) => !applied.includes(migration.name));
  for (const migration of missing) {
    await db.transaction().execute(async (step) => {
      await migration.up(step);
      await step.insertInto('migration').values({ name: migration.name, applied_at: now() }).execute();
    });
  }
  return missing.map((migration) => migration.name);
}
