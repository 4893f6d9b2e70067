/** Opens the store that a URL names. */
import { resolve } from 'node:path';
import { openFileStore } from './file-store.ts';
import { inTurn } from './in-turn.ts';
import { openPostgresStore } from './postgres-store.ts';
import { openRedisStore } from './redis-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { SupplyStore } from './store.ts';

export interface StoreOptions {
  /** Absolute. `file:` is this folder, and relative paths begin here. */
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Without what may be a password: the scheme, and where a URL can be read, the host. */
function shown(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && parsed.host !== '') return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  return url.includes('@') ? `${/^[a-z]*/.exec(url)?.[0]}:…` : url;
}

function open(url: string, { directory, now }: StoreOptions): Promise<SupplyStore> {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(url) ?? [];
  if (url === 'file:') return openFileStore(directory, now);
  if (scheme === 'sqlite' && rest !== '') return openSqliteStore(resolve(directory, rest), now);
  const isUrl = URL.parse(url)?.host;
  if ((scheme === 'postgres' || scheme === 'postgresql') && isUrl) return openPostgresStore(url);
  if ((scheme === 'redis' || scheme === 'rediss') && isUrl) return openRedisStore(url);
  throw new Error('it must be file:, sqlite:PATH, postgres://… or redis://…');
}

/**
 * `file:` (in `directory`), `sqlite:PATH`, `postgres://…` or `redis://…`. Rejects with an Error that names the
 * store, never its password, when it cannot be opened. Calls of the store that is opened come one after the other.
 */
export async function openStore(url: string, options: StoreOptions): Promise<SupplyStore> {
  try {
    return inTurn(await open(url, options));
  } catch (error) {
    const why =
      error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : 'unknown';
    throw new Error(`the store ${shown(url)} cannot be opened: ${why}`);
  }
}
