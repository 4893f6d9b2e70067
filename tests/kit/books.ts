/** What the control database holds of one credential, read beside the program by nothing but SQL. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Books {
  /** Sums of the hourly rows that are billed. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly requests: number;
  /** What the credential itself was charged. */
  readonly charged: { readonly bytes: number; readonly requests: number };
  /** What planes may still spend of it. */
  readonly outstanding: { readonly bytes: number; readonly requests: number };
}

const HOURS = `select coalesce(sum(bytes_up), 0) as bytesUp, coalesce(sum(bytes_down), 0) as bytesDown,
  coalesce(sum(admitted), 0) as requests from usage_hour where credential = ? and pool <> ''`;
const CHARGED = 'select id, used_bytes as bytes, used_requests as requests from credential where name = ?';
const OUTSTANDING = `select coalesce(sum(max(0, granted_bytes - used_bytes)), 0) as bytes,
  coalesce(sum(max(0, granted_requests - used_requests)), 0) as requests from plane_grant where credential = ?`;
const BUSY_MS = 5_000;

/** Reads all of it in one transaction. Throws when there is no such credential. */
export function readBooks(data: string, name: string): Books {
  using database = new DatabaseSync(join(data, 'control.db'), { readOnly: true, timeout: BUSY_MS });
  database.exec('begin');
  const row = (sql: string, value: string) => database.prepare(sql).get(value);
  const charged = row(CHARGED, name);
  if (!charged) throw new Error(`there is no credential ${name}`);
  const id = String(charged.id);
  const hours = row(HOURS, id);
  const outstanding = row(OUTSTANDING, id);
  return {
    bytesUp: Number(hours?.bytesUp),
    bytesDown: Number(hours?.bytesDown),
    requests: Number(hours?.requests),
    charged: { bytes: Number(charged.bytes), requests: Number(charged.requests) },
    outstanding: { bytes: Number(outstanding?.bytes), requests: Number(outstanding?.requests) },
  };
}
