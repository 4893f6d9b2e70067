/** Turns configuration and credentials into the parts of a snapshot. Pure, but for the secrets that `resolve` looks up. */
import { createHash } from 'node:crypto';
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { type PortRange, parsePortRange } from '@atlantic/contract/config/port-range.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import {
  type PartName,
  partSchemas,
  type Snapshot,
  type SnapshotCredential,
  type SnapshotEndpoint,
  type SnapshotPool,
  type SnapshotRoute,
} from '@atlantic/contract/snapshot.ts';
import { snapshotListener } from './listeners.ts';

/** What the configuration file decides; it stays as it is for the life of the process. */
export type FixedParts = Omit<Snapshot, 'credentials'>;

/** Looks up `env:NAME` and `file:PATH`. Throws an Error that names the reference and no secret. */
export type ResolveSecret = (reference: string) => string;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A part as it is served, byte for byte, and the name it has for that reason. */
export interface PartText {
  text: string;
  digest: string;
}

/** The schema decides the order of the keys, so equal content is equal text. Throws ZodError when `value` is no such part. */
export function encodePart(name: PartName, value: unknown): PartText {
  const text = JSON.stringify(partSchemas[name].parse(value));
  return { text, digest: sha256(text) };
}

function portRanges(texts: readonly string[]): PortRange[] {
  return texts.map((text) => {
    const range = parsePortRange(text);
    if (!range) throw new AtlanticError('config_invalid', { detail: `"${text}" is not a port or a range of ports.` });
    return range;
  });
}

/** The id tells endpoints apart in health, metrics and logs. It depends on nothing but the pool, the address and the user. */
function endpointOf(pool: string, position: number, reference: string, resolve: ResolveSecret): SnapshotEndpoint {
  const parsed = parseEndpointUrl(resolve(reference));
  if (!parsed)
    throw new AtlanticError('config_invalid', {
      detail: `pools.${pool}.endpoints[${position}] is not an endpoint URL.`,
    });
  const { kind, host, port, username, password } = parsed;
  const address = `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    id: `${pool}-${sha256(JSON.stringify([address, username ?? null])).slice(0, 12)}`,
    address,
    kind,
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function poolOf(pool: Config['pools'][number], resolve: ResolveSecret): SnapshotPool {
  if (pool.kind === 'direct') return { name: pool.name, kind: 'direct', endpoints: [] };
  const endpoints = new Map<string, SnapshotEndpoint>();
  for (const [position, reference] of pool.endpoints.entries()) {
    const endpoint = endpointOf(pool.name, position, reference, resolve);
    endpoints.set(endpoint.id, endpoint);
  }
  return { name: pool.name, kind: 'list', endpoints: [...endpoints.values()] };
}

function routeOf({ match, pool }: Config['routes'][number]): SnapshotRoute {
  return {
    pool,
    match: {
      ...(match.hosts && { hosts: match.hosts }),
      ...(match.ports && { ports: portRanges(match.ports) }),
      ...(match.credentials && { credentials: match.credentials }),
      ...(match.protocols && { protocols: match.protocols }),
    },
  };
}

/**
 * The parts that the configuration decides. `cores` stands in for `egress.workers: 0`. An endpoint listed twice in a
 * pool counts once. Paths are relative to `directory`. Throws `config_invalid`, or the Error of `resolve`.
 */
export function fixedParts(config: Config, cores: number, resolve: ResolveSecret, directory: string): FixedParts {
  const { workers, drainSeconds, listeners, targets } = config.egress;
  return {
    egress: {
      workers: workers === 0 ? cores : workers,
      drainSeconds,
      listeners: listeners.map((listener) => snapshotListener(listener, directory)),
      targets: { ...targets, ports: portRanges(targets.ports) },
    },
    pools: config.pools.map((pool) => poolOf(pool, resolve)),
    routes: config.routes.map(routeOf),
  };
}

/** What the planes need of a credential. */
export interface CredentialSource {
  id: string;
  name: string;
  username: string;
  secretHash: string;
  paused: boolean;
  quota: { bytes: number | null; requests: number | null };
  /** Empty: from anywhere. */
  allowFrom: readonly string[];
}

export const snapshotCredential = (source: CredentialSource): SnapshotCredential => ({
  id: source.id,
  name: source.name,
  username: source.username,
  secretHash: source.secretHash,
  paused: source.paused,
  limited: { bytes: source.quota.bytes !== null, requests: source.quota.requests !== null },
  ...(source.allowFrom.length > 0 && { allowFrom: [...source.allowFrom] }),
});
