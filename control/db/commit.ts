/** A change of what planes are told: committed first, published then. */
import type { Database } from './schema.ts';

/** Does the work in one transaction. Resolves when that is committed and published; rejects when it changed nothing. */
export type Commit = <T>(work: (step: Database) => Promise<T>) => Promise<T>;

/** `publish` tells the planes; it is awaited, so an answer to the API means that every open stream was told. */
export const committing =
  (db: Database, publish: () => Promise<void>): Commit =>
  async (work) => {
    const result = await db.transaction().execute(work);
    await publish();
    return result;
  };
