/** The keys of this machine: the operator's API key and the token of the plane beside control. */
import { join } from 'node:path';
import type { PlaneKind } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Database } from '../db/schema.ts';
import { LOCAL_PLANE, SUPPLY_PLANE } from '../feature/plane/rules.ts';
import { listPlanes, retirePlane, savePlane } from '../plane/store.ts';
import { type KeptSecret, keepSecret } from './kept-secret.ts';
import { findApiKeyHash, saveApiKeyHash } from './store.ts';

const OPERATOR = 'operator';

const MESSAGES: Record<Exclude<KeptSecret['state'], 'kept'>, string> = {
  made: 'made a key',
  replaced: 'the file of a key was lost: made a new key, the old one is dead',
  adopted: 'the file of a key holds another key than before: took it, the old one is dead',
};

export interface Key {
  /** Absolute path of the 0600 file. */
  file: string;
  /** True in the start that made the key. */
  made: boolean;
}

function report(log: Logger, file: string, { state }: KeptSecret): Key {
  if (state !== 'kept') log[state === 'made' ? 'info' : 'warn'](MESSAGES[state], { file });
  return { file, made: state === 'made' || state === 'replaced' };
}

/** Sees that `DATA/api-key` holds the operator's API key. */
export async function ensureApiKey(db: Database, data: string, now: number, log: Logger): Promise<Key> {
  const file = join(data, 'api-key');
  const storedHash = await findApiKeyHash(db, OPERATOR);
  const saveHash = (hash: string) => saveApiKeyHash(db, OPERATOR, hash, now);
  return report(log, file, await keepSecret({ file, kind: 'apiKey', storedHash, saveHash }));
}

interface LocalPlane {
  readonly id: string;
  readonly kind: PlaneKind;
  /** In the data directory. */
  readonly file: string;
}

async function ensureToken({ id, kind, ...local }: LocalPlane, db: Database, data: string, now: number, log: Logger) {
  const file = join(data, local.file);
  // One that was retired is told its hash again, which lets it in.
  const storedHash = (await listPlanes(db)).find((plane) => plane.id === id && plane.revokedAt === null)?.tokenHash;
  const saveHash = (tokenHash: string) => savePlane(db, { id, kind, name: id, tokenHash }, now);
  return report(log, file, await keepSecret({ file, kind: 'planeToken', storedHash, saveHash }));
}

/** Sees that `DATA/plane-token` holds the token of the local plane. */
export const ensurePlaneToken = (db: Database, data: string, now: number, log: Logger): Promise<Key> =>
  ensureToken({ id: LOCAL_PLANE, kind: 'egress', file: 'plane-token' }, db, data, now, log);

/** Sees that `DATA/supply-token` holds the token of supply. Undefined, and no token opens anything, while supply is off. */
export async function ensureSupplyToken(
  enabled: boolean,
  db: Database,
  data: string,
  now: number,
  log: Logger,
): Promise<Key | undefined> {
  if (enabled) return ensureToken({ id: SUPPLY_PLANE, kind: 'supply', file: 'supply-token' }, db, data, now, log);
  await retirePlane(db, SUPPLY_PLANE, now);
  return undefined;
}
