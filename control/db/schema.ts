/**
 * The tables. Times are milliseconds since 1970 (UTC), truth values are 0 and 1, and all counts stay below 2^53.
 * `plane` columns hold a plane's id, `epoch` one life of its primary process.
 */
import type { EndpointKind } from '@atlantic/contract/config/endpoint-url.ts';
import type { PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { Generated, Kysely, Transaction } from 'kysely';

export interface MigrationTable {
  name: string;
  applied_at: number;
}

export interface SettingTable {
  name: string;
  value: string;
}

/** Operators' API keys. */
export interface ApiKeyTable {
  name: string;
  hash: string;
  created_at: number;
}

/** Null: no limit. */
export interface LimitColumns {
  quota_bytes: number | null;
  quota_requests: number | null;
  rate_per_second: number | null;
  /** Null where `rate_per_second` is. */
  rate_burst: number | null;
  concurrency: number | null;
}

export interface AccountTable extends LimitColumns {
  id: string;
  name: string;
  managed: 'api' | 'file';
  /** Spent by all credentials it has and had. */
  used_bytes: number;
  used_requests: number;
  /** Host patterns as a JSON array. */
  target_deny: string;
  target_only: string;
  /** The lowest is given up first. */
  priority: Generated<number>;
  created_at: number;
  /** Deleted accounts stay, for the usage of their credentials. */
  deleted_at: number | null;
}

export interface CredentialTable extends LimitColumns {
  id: string;
  name: string;
  username: string;
  secret_hash: string;
  paused: number;
  managed: 'api' | 'file';
  /** An account's id. */
  account: string;
  used_bytes: number;
  used_requests: number;
  /** JSON: a list of addresses and CIDR ranges; an empty one means from anywhere. */
  allow_from: string;
  /** Options by name as a JSON object. */
  options: string;
  created_at: number;
  /** Deleted credentials stay, for the usage that names them. */
  deleted_at: number | null;
}

/** Endpoints that were imported. Those of pools that the file no longer declares as lists stay. */
export interface EndpointTable {
  /** Grows with each one; set by the database. */
  position: Generated<number>;
  /** The name of a pool of the file. */
  pool: string;
  id: string;
  kind: EndpointKind;
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  created_at: number;
  /** Null: as the others. */
  weight: number | null;
  /** Where its exit is, as options ask for it; null: not known. */
  country: string | null;
  state: string | null;
  city: string | null;
  asn: number | null;
}

/** Configurations that were applied; the newest are kept. */
export interface RevisionTable {
  /** Grows with each one, from 1. */
  number: number;
  applied_at: number;
  door: 'start' | 'signal' | 'api';
  /** SHA-256 of the text of the file. */
  digest: string;
  change_count: number;
  /** JSON: the first changes, without secrets. */
  changes: string;
}

/** Feeds that were added, and those that ship with Atlantic and were changed. */
export interface FeedTable {
  name: string;
  managed: 'api' | 'shipped';
  /** JSON: what contract/supply/feed.ts has of a feed. It may hold secrets. */
  definition: string;
  created_at: number;
}

/** What supply offered to a pool last. Those of pools that the file no longer declares stay until supply offers again. */
export interface SupplyOfferTable {
  pool: string;
  /** JSON: a list of contract/supply/channel.ts's `Offered`. */
  proxies: string;
  offered_at: number;
}

export interface PlaneTable {
  id: string;
  kind: Generated<PlaneKind>;
  name: string;
  token_hash: string;
  created_at: number;
  /** Of usage. */
  last_report_at: number | null;
  /** From then on its token opens nothing; it may only settle. */
  revoked_at: number | null;
}

/** Orders to a plane. They stay as a record; those that are not acknowledged are told again. */
export interface PlaneCommandTable {
  plane: string;
  /** Grows with each command of the plane, from 1. */
  number: number;
  /** As contract/plane.ts has it. */
  order_json: string;
  created_at: number;
  acknowledged_at: number | null;
  /** Null until it is acknowledged. */
  obeyed: number | null;
  detail: string | null;
}

export interface PlaneEpochTable {
  plane: string;
  epoch: string;
  /** The highest grant request seen; -1 before the first. */
  sequence: number;
  /** Set by the last report. The row stays, so that a report which arrives late is known for what it is. */
  closed_at: number | null;
}

/** What one epoch may spend of one credential in all, and what it has reported as spent. */
export interface PlaneGrantTable {
  plane: string;
  epoch: string;
  credential: string;
  granted_bytes: number;
  granted_requests: number;
  used_bytes: number;
  used_requests: number;
}

export interface CounterColumns {
  bytes_up: number;
  bytes_down: number;
  admitted: number;
  ok: number;
  refused: number;
  failed: number;
  abandoned: number;
}

/** The highest counters seen of one slot of one ledger. */
export interface UsageMarkTable extends CounterColumns {
  plane: string;
  epoch: string;
  ledger: string;
  slot: number;
}

export interface UsageHourTable extends CounterColumns {
  /** Start of the hour. */
  hour: number;
  /** A credential's id, perhaps one this database does not know; empty where none was proved. */
  credential: string;
  /** Empty: refused before it was admitted, and not billed. */
  pool: string;
  country: string;
  protocol: string;
}

export interface Schema {
  migration: MigrationTable;
  setting: SettingTable;
  api_key: ApiKeyTable;
  account: AccountTable;
  credential: CredentialTable;
  endpoint: EndpointTable;
  feed: FeedTable;
  supply_offer: SupplyOfferTable;
  plane: PlaneTable;
  revision: RevisionTable;
  plane_epoch: PlaneEpochTable;
  plane_command: PlaneCommandTable;
  plane_grant: PlaneGrantTable;
  usage_mark: UsageMarkTable;
  usage_hour: UsageHourTable;
}

/** The database, or a transaction on it. */
export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;
