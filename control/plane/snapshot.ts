/** Turns configuration and credentials into the parts of a snapshot. Pure, but for the secrets that `resolve` looks up. */
import { createHash } from 'node:crypto';
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { parseGateway } from '@atlantic/contract/config/gateway-address.ts';
import { type PortRange, parsePortRange } from '@atlantic/contract/config/port-range.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { endpointAddress, endpointId, endpointOf } from '@atlantic/contract/endpoint.ts';
import { readAttributes, statedAttributes } from '@atlantic/contract/endpoint-attributes.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type PoolPolicy, policyFor } from '@atlantic/contract/pool-policy.ts';
import { definitionOf, productOf } from '@atlantic/contract/provider/product.ts';
import type { GoodProvider } from '@atlantic/contract/provider/read.ts';
import { snapshotRules } from '@atlantic/contract/route-rule.ts';
import {
  type Limits,
  type NameResolver,
  type PartName,
  partSchemas,
  type Snapshot,
  type SnapshotCredential,
  type SnapshotEndpoint,
  type SnapshotPool,
  type SnapshotRoute,
} from '@atlantic/contract/snapshot.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { snapshotListener } from './listeners.ts';
import { supplySettings } from './supply-part.ts';

/**
 * What the configuration file decides, replaced as a whole when a file is applied. Imported endpoints are not in it, nor what
 * supply has found and feeds that were added.
 */
export type FixedParts = Omit<Snapshot, 'accounts' | 'credentials'> & {
  /** Absent where supply is off. */
  readonly supply?: SupplySettings;
};

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

type ListPool = Extract<Config['pools'][number], { kind: 'list' }>;

function declaredEndpoint(
  pool: string,
  position: number,
  declared: ListPool['endpoints'][number],
  resolve: ResolveSecret,
): SnapshotEndpoint {
  const { url, ...attributes } = typeof declared === 'string' ? { url: declared } : declared;
  const parsed = parseEndpointUrl(resolve(url));
  if (parsed) return { ...endpointOf(pool, parsed), ...statedAttributes(readAttributes(attributes)) };
  const detail = `pools.${pool}.endpoints[${position}] is not an endpoint URL.`;
  throw new AtlanticError('config_invalid', { detail });
}

type ProviderPool = Extract<Config['pools'][number], { kind: 'provider' }>;

/** The description of a provider that a pool names. Throws `config_invalid` when there is none. */
export type FindProvider = (reference: string) => GoodProvider;

/** What the parts are made of besides the configuration. */
export interface PartSources {
  /** Stands in for `egress.workers: 0`. */
  cores: number;
  resolve: ResolveSecret;
  find: FindProvider;
  /** Where the paths of the configuration begin. */
  directory: string;
}

interface PoolSources extends Pick<PartSources, 'resolve' | 'find'> {
  /** Who resolves the names of targets unless a pool says so itself. */
  names: NameResolver;
}

/** The gateway is the pool's one endpoint; who we are there goes by what is asked, so the endpoint itself has no user. */
function providerPool(pool: ProviderPool, { names, resolve, find }: PoolSources): SnapshotPool {
  const { name, provider } = find(pool.provider);
  const product = productOf(provider, pool.product);
  const gateway = parseGateway(pool.endpoint ?? product?.address ?? '');
  if (!product || !gateway)
    throw new AtlanticError('config_invalid', { detail: `pools.${pool.name} names no product with an address.` });
  const { kind, host, port } = gateway;
  const address = endpointAddress(gateway);
  const username = pool.username === undefined ? undefined : resolve(pool.username);
  const password = pool.password === undefined ? undefined : resolve(pool.password);
  return {
    name: pool.name,
    kind: 'provider',
    endpoints: [{ id: endpointId(pool.name, address, username), address, kind, host, port }],
    provider: definitionOf(name, provider, product, { username, password }),
    resolve: names,
  };
}

/** What the configuration says of it; a provider's gateway is the only endpoint of its pool, so there is little to say. */
function policyOf(pool: Config['pools'][number]): PoolPolicy | undefined {
  const said = saidOf(pool);
  return Object.values(said).some((each) => each !== undefined) ? policyFor(pool.kind, said) : undefined;
}

function saidOf(pool: Config['pools'][number]): Parameters<typeof policyFor>[1] & object {
  if (pool.kind === 'direct') return { choose: pool.choose, retry: pool.retry };
  const { spares, concurrencyPerEndpoint } = pool;
  if (pool.kind === 'provider') return { spares, concurrencyPerEndpoint };
  const { choose, retry, health, hedge } = pool;
  return { choose, retry, health, hedge, spares, concurrencyPerEndpoint };
}

function poolOf(pool: Config['pools'][number], sources: PoolSources): SnapshotPool {
  const { fallback } = pool;
  const policy = policyOf(pool);
  return {
    ...exitsOf(pool, sources),
    ...(policy && { policy }),
    ...(fallback !== undefined && { fallback }),
  };
}

function exitsOf(pool: Config['pools'][number], sources: PoolSources): SnapshotPool {
  if (pool.kind === 'direct') {
    const { name, addresses } = pool;
    return { name, kind: 'direct', endpoints: [], ...(addresses && { addresses: [...new Set(addresses)] }) };
  }
  if (pool.kind === 'provider') return providerPool(pool, sources);
  const { names, resolve } = sources;
  if (pool.kind === 'supply') return { name: pool.name, kind: 'supply', endpoints: [], resolve: pool.resolve ?? names };
  const endpoints = new Map<string, SnapshotEndpoint>();
  for (const [position, declared] of pool.endpoints.entries()) {
    const endpoint = declaredEndpoint(pool.name, position, declared, resolve);
    endpoints.set(endpoint.id, endpoint);
  }
  const issuers = pool.ca === undefined ? {} : { ca: resolve(`file:${pool.ca}`) };
  return {
    name: pool.name,
    kind: 'list',
    endpoints: [...endpoints.values()],
    resolve: pool.resolve ?? names,
    ...issuers,
  };
}

function routeOf({ match, pool, rules }: Config['routes'][number]): SnapshotRoute {
  return {
    pool,
    ...(rules && { rules: snapshotRules(rules) }),
    match: {
      ...(match.hosts && { hosts: match.hosts }),
      ...(match.ports && { ports: portRanges(match.ports) }),
      ...(match.credentials && { credentials: match.credentials }),
      ...(match.protocols && { protocols: match.protocols }),
    },
  };
}

/**
 * The parts that the configuration decides. An endpoint listed twice in a pool counts once. Throws `config_invalid`, or
 * the Error of `resolve`.
 */
export function fixedParts(config: Config, { cores, resolve, find, directory }: PartSources): FixedParts {
  const { workers, drainSeconds, listeners, dns, overload } = config.egress;
  const { resolve: names, ...targets } = config.egress.targets;
  const supply = supplySettings(config, { resolve, directory });
  return {
    egress: {
      workers: workers === 0 ? cores : workers,
      drainSeconds,
      listeners: listeners.map((listener) => snapshotListener(listener, directory)),
      targets: { ...targets, ports: portRanges(targets.ports) },
      ...(dns && { dns }),
      overload,
    },
    pools: config.pools.map((pool) => poolOf(pool, { names, resolve, find })),
    routes: config.routes.map(routeOf),
    ...(supply && { supply }),
  };
}

interface Quota {
  bytes: number | null;
  requests: number | null;
}

/** What the planes need of a credential. */
export interface CredentialSource {
  id: string;
  name: string;
  username: string;
  secretHash: string;
  paused: boolean;
  account: { id: string; quota: Quota };
  quota: Quota;
  limits: Limits;
  /** Empty: from anywhere. */
  allowFrom: readonly string[];
  options: Readonly<Record<string, string>>;
}

export function snapshotCredential(source: CredentialSource): SnapshotCredential {
  const { id, name, username, secretHash, paused, account, quota, limits, allowFrom, options } = source;
  const isLimited = (quantity: keyof Quota) => quota[quantity] !== null || account.quota[quantity] !== null;
  return {
    id,
    name,
    account: account.id,
    username,
    secretHash,
    paused,
    limited: { bytes: isLimited('bytes'), requests: isLimited('requests') },
    limits,
    ...(allowFrom.length > 0 && { allowFrom: [...allowFrom] }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}
