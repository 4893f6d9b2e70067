/** A snapshot compiled for reading: made once when it arrives, only looked up per request. */
import { createHash } from 'node:crypto';
import { type AddressMatcher, matchAddresses } from '@atlantic/contract/address-range.ts';
import { portInRanges } from '@atlantic/contract/config/port-range.ts';
import { parseSourceAddress, type SourceAddress } from '@atlantic/contract/config/source-address.ts';
import { matchHosts } from '@atlantic/contract/host-pattern.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { givenOptions } from '@atlantic/contract/options/preset.ts';
import { type PoolPolicy, policyFor } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotProvider } from '@atlantic/contract/provider/schema.ts';
import type {
  Limits,
  NameResolver,
  Snapshot,
  SnapshotCredential,
  SnapshotEndpoint,
  SnapshotPool,
  SnapshotRoute,
} from '@atlantic/contract/snapshot.ts';
import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import { indexPlaces, type PlaceIndex } from '@atlantic/kernel/pool/place-index.ts';
import { createStandings, type PoolStanding, type Standings } from '@atlantic/kernel/pool/standings.ts';
import { accountTargets } from './account-targets.ts';
import type { Intent } from './intent.ts';
import { compileOwn, type OwnPlace } from './own-addresses.ts';
import { compileRules, type Rules } from './rule/rules.ts';
import { compileTargets, type TargetPolicy } from './target-policy.ts';

/** One way out of a pool. */
export interface Exit {
  id: string;
  /** As it may be shown. */
  address: string;
  endpoint: SnapshotEndpoint | 'direct';
  /** Of a direct exit: what it leaves from. Absent, the system chooses. */
  source?: SourceAddress | undefined;
  /** Names what its spare connections lead to, and by whose certificate; absent where its pool holds none. */
  spareKey?: string;
  /** How it stands with this worker, whichever snapshot is in force. */
  candidate: Candidate;
}

/** Exits with the same one reach targets of the same address families. */
export const reachOf = ({ endpoint, source }: Exit): string =>
  endpoint === 'direct' ? `direct ${source?.family ?? 'any'}` : endpoint.kind;

export interface Pool {
  name: string;
  exits: readonly Exit[];
  /** Those of the exits, in their order. */
  candidates: readonly Candidate[];
  /** Where they are. */
  places: PlaceIndex;
  /** The exit that a candidate stands for. */
  exitOf: ReadonlyMap<Candidate, Exit>;
  standing: PoolStanding;
  /** Who resolves names of targets, where an endpoint's kind leaves that open. */
  names?: NameResolver;
  /** PEM: what `https` endpoints are checked against, in place of the public issuers. */
  ca?: string | undefined;
  /** Whose gateway its one exit is, and how that one is asked for places and sessions. */
  provider?: SnapshotProvider | undefined;
  /** How many connections are held ready to an endpoint, and for how long; absent: none. */
  spares?: { readonly max: number; readonly ageMs: number };
  /** Serves in its place when none of its exits can, or it cannot do what the options ask. */
  fallback?: Pool;
}

/** Where a request goes, and what its answers may lead to. */
export interface Routed {
  pool: Pool;
  rules: Rules<Pool> | undefined;
}

export interface Route extends Routed {
  matches(intent: Intent, credential: SnapshotCredential): boolean;
}

export interface Account {
  id: string;
  /** Who has a lower one is given up first when there is not enough for all. */
  priority: number;
  limits: Limits;
  /** What the gateway allows to anybody, and what it allows to this account. */
  targets: TargetPolicy;
}

export interface View {
  version: number;
  /** By user name. */
  credentials: ReadonlyMap<string, SnapshotCredential>;
  /** By id. */
  accounts: ReadonlyMap<string, Account>;
  /** Those of all accounts, each once, the lowest first. */
  priorities: readonly number[];
  /** By name. */
  named: ReadonlyMap<string, SnapshotCredential>;
  /** By credential id, from where it may be used; who is not here may come from anywhere. */
  origins: ReadonlyMap<string, AddressMatcher>;
  /** By credential id, the options it sets. */
  presets: ReadonlyMap<string, readonly GivenOption[]>;
  pools: ReadonlyMap<string, Pool>;
  routes: readonly Route[];
}

type Way = Omit<Exit, 'candidate'> & { weight?: number | undefined };

function waysOf({ name, kind, endpoints, addresses }: SnapshotPool): Way[] {
  if (kind !== 'direct')
    return endpoints.map((endpoint) => ({
      id: endpoint.id,
      address: endpoint.address,
      endpoint,
      weight: endpoint.weight,
    }));
  if (!addresses) return [{ id: 'direct', address: 'direct', endpoint: 'direct' }];
  return addresses.map((text) => ({
    id: `${name}-${text}`,
    address: text,
    endpoint: 'direct',
    source: parseSourceAddress(text),
  }));
}

/** What a pool holds ready, and the key of an endpoint's. */
function sparesOf({ name, kind, ca = '' }: SnapshotPool, { spares: { max, ageSeconds } }: PoolPolicy) {
  if (max === 0 || kind === 'direct') return undefined;
  const issuers = createHash('sha256').update(ca).digest('hex');
  return { terms: { max, ageMs: ageSeconds * 1000 }, keyOf: (id: string) => `${name} ${id} ${issuers}` };
}

function compilePool(pool: SnapshotPool, standings: Standings, workers: number): Pool {
  const ways = waysOf(pool);
  const policy = pool.policy ?? policyFor(pool.kind);
  const standing = standings.follow(pool.name, ways, policy, workers);
  const spares = sparesOf(pool, policy);
  const exits = ways.flatMap(({ weight: _, ...way }, at) => {
    const candidate = standing.candidates[at];
    return candidate ? [{ ...way, candidate, ...(spares && { spareKey: spares.keyOf(way.id) }) }] : [];
  });
  const placed = exits.map(({ candidate, endpoint }) => ({ candidate, place: endpoint === 'direct' ? {} : endpoint }));
  const places = indexPlaces(placed, standing.places);
  standing.places = places;
  return {
    name: pool.name,
    exits,
    candidates: exits.map(({ candidate }) => candidate),
    places,
    exitOf: new Map(exits.map((exit) => [exit.candidate, exit])),
    standing,
    names: pool.resolve ?? 'upstream',
    ca: pool.ca,
    provider: pool.provider,
    ...(spares && { spares: spares.terms }),
  };
}

function compileMatch({ hosts, ports, credentials, protocols }: SnapshotRoute['match']): Route['matches'] {
  const hostMatches = hosts ? matchHosts(hosts) : () => true;
  return ({ protocol, target }, credential) =>
    (!protocols || protocols.includes(protocol)) &&
    (!credentials || credentials.includes(credential.name)) &&
    (!ports || portInRanges(target.port, ports)) &&
    hostMatches(target.host);
}

/** The account of a credential; control never sends one without. */
export function accountOf({ accounts }: View, { account }: SnapshotCredential): Account {
  const found = accounts.get(account);
  if (!found) throw new Error(`a credential names the account ${account}, which the snapshot does not hold`);
  return found;
}

const NO_OPTIONS: readonly GivenOption[] = [];

/** The options that a credential sets. */
export const presetOf = ({ presets }: View, { id }: SnapshotCredential): readonly GivenOption[] =>
  presets.get(id) ?? NO_OPTIONS;

/** Where the process that serves is, which the snapshot does not know. */
export interface Whereabouts {
  /** As they are bound. */
  readonly listeners: readonly OwnPlace[];
  /** The addresses of this machine's interfaces. */
  readonly local: readonly string[];
}

/**
 * `standings` are those of the snapshot before, which the pools go on with. Throws when a route names a pool that is not
 * there; control never sends such a snapshot.
 */
export function compileView(
  version: number,
  snapshot: Snapshot,
  whereabouts?: Whereabouts,
  standings: Standings = createStandings(Math.random, () => performance.now()),
): View {
  const { listeners = [], local = [] } = whereabouts ?? {};
  const own = compileOwn({
    endpoints: snapshot.pools.flatMap(({ endpoints }) => endpoints),
    listeners,
    // No interface has the addresses of a prefix, and yet they lead here.
    local: [...local, ...snapshot.pools.flatMap(({ addresses = [] }) => addresses)],
  });
  const targets = compileTargets(snapshot.egress.targets, own);
  const pools = new Map(
    snapshot.pools.map((pool) => [pool.name, compilePool(pool, standings, snapshot.egress.workers)]),
  );
  const poolOf = (name: string): Pool => {
    const pool = pools.get(name);
    if (!pool) throw new Error(`a route names the pool ${name}, which the snapshot does not hold`);
    return pool;
  };
  standings.keep([...pools.keys()]);
  for (const { name, fallback } of snapshot.pools) {
    const [pool, next] = [pools.get(name), fallback === undefined ? undefined : pools.get(fallback)];
    if (pool && next) pool.fallback = next;
  }
  return {
    version,
    pools,
    credentials: new Map(snapshot.credentials.map((credential) => [credential.username, credential])),
    named: new Map(snapshot.credentials.map((credential) => [credential.name, credential])),
    presets: new Map(
      snapshot.credentials.flatMap(({ id, options }) => (options ? [[id, givenOptions(options)] as const] : [])),
    ),
    origins: new Map(
      snapshot.credentials.flatMap(({ id, allowFrom }) =>
        allowFrom ? [[id, matchAddresses(allowFrom)] as const] : [],
      ),
    ),
    accounts: new Map(
      snapshot.accounts.map(({ id, limits, targets: rules, priority = 0 }) => [
        id,
        { id, limits, priority, targets: accountTargets(targets, rules) },
      ]),
    ),
    priorities: [...new Set(snapshot.accounts.map(({ priority = 0 }) => priority))].sort((a, b) => a - b),
    routes: snapshot.routes.map(({ match, pool, rules }) => ({
      matches: compileMatch(match),
      pool: poolOf(pool),
      rules: compileRules(rules, poolOf),
    })),
  };
}
