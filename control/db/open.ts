/** Opens the control database: one SQLite file that only this process writes. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { migrate } from './migrate.ts';
import { first } from './migrations/0001-first.ts';
import { accounts } from './migrations/0002-accounts.ts';
import { planes } from './migrations/0003-planes.ts';
import { allowFrom } from './migrations/0004-allow-from.ts';
import { endpoints } from './migrations/0005-endpoints.ts';
import { credentialOptions } from './migrations/0006-credential-options.ts';
import { endpointAttributes } from './migrations/0007-endpoint-attributes.ts';
import { revisions } from './migrations/0008-revisions.ts';
import { accountPriority } from './migrations/0009-account-priority.ts';
import { supply } from './migrations/0010-supply.ts';
import type { Database, Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** Every step of the schema, oldest first. */
const MIGRATIONS = [
  first,
  accounts,
  planes,
  allowFrom,
  endpoints,
  credentialOptions,
  endpointAttributes,
  revisions,
  accountPriority,
  supply,
];

/** How long a statement waits for another process (a backup, a person with a shell) to let go of the file. */
const BUSY_TIMEOUT_MS = 5_000;

/** Where `control.database` (`sqlite:PATH`) lies, as an absolute path. */
export const databaseFile = (data: string, database: string): string => resolve(data, database.replace(/^sqlite:/, ''));

/**
 * Opens and migrates the database in `file`, making it (mode 0600) when it does not exist.
 * Every commit reaches the disk before it is acknowledged (`synchronous=FULL`), since it is the record of what was paid for.
 */
export async function openDatabase(file: string, now: () => number): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its -wal and -shm files the mode of the database file, so it must be right before they appear.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database) });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full');
    await migrate(db, MIGRATIONS, now);
    return db;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Does the database answer a query? */
export async function isAnswering(db: Database): Promise<boolean> {
  try {
    await sql`select 1 from setting limit 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}
