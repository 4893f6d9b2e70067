/** The keys of this machine: the operator's API key and the token of the plane beside control. */
import { join } from 'node:path';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Database } from '../db/schema.ts';
import { LOCAL_PLANE } from '../feature/plane/rules.ts';
import { listPlanes, savePlane } from '../plane/store.ts';
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

/** Sees that `DATA/plane-token` holds the token of the local plane. */
export async function ensurePlaneToken(db: Database, data: string, now: number, log: Logger): Promise<Key> {
  const file = join(data, 'plane-token');
  const storedHash = (await listPlanes(db)).find((plane) => plane.id === LOCAL_PLANE)?.tokenHash;
  const saveHash = (tokenHash: string) => savePlane(db, { id: LOCAL_PLANE, name: LOCAL_PLANE, tokenHash }, now);
  return report(log, file, await keepSecret({ file, kind: 'planeToken', storedHash, saveHash }));
}
