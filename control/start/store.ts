/** What control knows about itself and its keys. */
import type { Database } from '../db/schema.ts';

export async function readSetting(db: Database, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

export async function writeSetting(db: Database, name: string, value: string): Promise<void> {
  const row = { name, value };
  await db
    .insertInto('setting')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Hashes of every API key that may come in. */
export async function apiKeyHashes(db: Database): Promise<readonly string[]> {
  return (await db.selectFrom('api_key').select('hash').execute()).map((row) => row.hash);
}

export async function findApiKeyHash(db: Database, name: string): Promise<string | undefined> {
  return (await db.selectFrom('api_key').select('hash').where('name', '=', name).executeTakeFirst())?.hash;
}

export async function saveApiKeyHash(db: Database, name: string, hash: string, now: number): Promise<void> {
  await db
    .insertInto('api_key')
    .values({ name, hash, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ hash, created_at: now }))
    .execute();
}
