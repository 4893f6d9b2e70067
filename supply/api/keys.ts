/** Who may ask: the keys of supply's API. Without any, nobody may. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';

export type Role = 'reader' | 'operator';

export interface ApiKey {
  readonly name: string;
  readonly role: Role;
}

export interface KeyRing {
  /** The key whose secret this is. Takes as long whichever it is, and when it is none. */
  find(secret: string): ApiKey | undefined;
}

/** `keys` as in the settings: SHA-256, hexadecimal. */
export function createKeyRing(keys: SupplySettings['keys']): KeyRing {
  const known = keys.map(({ name, role, hash: digest }) => ({
    key: { name, role },
    digest: Buffer.from(digest, 'hex'),
  }));
  return {
    find(secret) {
      const own = hash('sha256', secret, 'buffer');
      let found: ApiKey | undefined;
      for (const { key, digest } of known)
        if (digest.length === own.length && timingSafeEqual(digest, own)) found = key;
      return found;
    },
  };
}

export interface SplitTarget {
  readonly path: string;
  /** Without `key`, so that it can be kept and compared. */
  readonly query: string;
  /** The value of `key`, decoded. */
  readonly key: string | undefined;
}

const isKey = (pair: string): boolean => pair === 'key' || pair.startsWith('key=');

/** Takes a request target apart. `key` is cut out of the query before anybody else sees it. */
export function splitTarget(target: string): SplitTarget {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: '', key: undefined };
  const path = target.slice(0, mark);
  const query = target.slice(mark + 1);
  if (!query.includes('key')) return { path, query, key: undefined };
  const pairs = query.split('&');
  const secret = pairs.find(isKey);
  return {
    path,
    query: pairs.filter((pair) => !isKey(pair)).join('&'),
    key: secret === undefined ? undefined : (new URLSearchParams(secret).get('key') ?? undefined),
  };
}

/** The secret that a request carries: `X-Api-Key`, `Authorization: Bearer`, or `?key=`. */
export function secretOf(headers: IncomingHttpHeaders, inQuery: string | undefined): string | undefined {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return header;
  const bearer = /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? inQuery;
}
