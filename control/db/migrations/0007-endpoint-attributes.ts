/** What is known of an imported endpoint: its weight, and where its exit is. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

const STATEMENTS = [
  sql`alter table endpoint add column weight real`,
  sql`alter table endpoint add column country text`,
  sql`alter table endpoint add column state text`,
  sql`alter table endpoint add column city text`,
  sql`alter table endpoint add column asn bigint`,
];

export const endpointAttributes = {
  name: '0007-endpoint-attributes',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
