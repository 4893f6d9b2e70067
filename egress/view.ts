/** A snapshot compiled for reading: made once when it arrives, only looked up per request. */
import { type AddressMatcher, matchAddresses } from '@atlantic/contract/address-range.ts';
import { portInRanges } from '@atlantic/contract/config/port-range.ts';
import { matchHosts } from '@atlantic/contract/host-pattern.ts';
import type {
  Snapshot,
  SnapshotCredential,
  SnapshotEndpoint,
  SnapshotPool,
  SnapshotRoute,
} from '@atlantic/contract/snapshot.ts';
import { hashText } from './hash.ts';
import type { Intent } from './intent.ts';
import { compileTargets, type TargetPolicy } from './target-policy.ts';

/** One way out of a pool. */
export interface Exit {
  id: string;
  /** As it may be shown. */
  address: string;
  endpoint: SnapshotEndpoint | 'direct';
  /** Of its id, for sessions. */
  hash: number;
  /** Leases of this worker on it now. */
  active: number;
}

export interface Pool {
  name: string;
  exits: readonly Exit[];
  /** Where the next search for an exit begins. */
  cursor: number;
}

export interface Route {
  matches(intent: Intent, credential: SnapshotCredential): boolean;
  pool: Pool;
}

export interface View {
  version: number;
  /** By user name. */
  credentials: ReadonlyMap<string, SnapshotCredential>;
  /** By name. */
  named: ReadonlyMap<string, SnapshotCredential>;
  /** By credential id, from where it may be used; who is not here may come from anywhere. */
  origins: ReadonlyMap<string, AddressMatcher>;
  pools: ReadonlyMap<string, Pool>;
  routes: readonly Route[];
  targets: TargetPolicy;
}

const exitOf = (id: string, address: string, endpoint: Exit['endpoint']): Exit => ({
  id,
  address,
  endpoint,
  hash: hashText(id),
  active: 0,
});

const compilePool = ({ name, kind, endpoints }: SnapshotPool): Pool => ({
  name,
  cursor: 0,
  exits:
    kind === 'direct'
      ? [exitOf('direct', 'direct', 'direct')]
      : endpoints.map((endpoint) => exitOf(endpoint.id, endpoint.address, endpoint)),
});

function compileMatch({ hosts, ports, credentials, protocols }: SnapshotRoute['match']): Route['matches'] {
  const hostMatches = hosts ? matchHosts(hosts) : () => true;
  return ({ protocol, target }, credential) =>
    (!protocols || protocols.includes(protocol)) &&
    (!credentials || credentials.includes(credential.name)) &&
    (!ports || portInRanges(target.port, ports)) &&
    hostMatches(target.host);
}

/** Throws when a route names a pool that is not there; control never sends such a snapshot. */
export function compileView(version: number, snapshot: Snapshot): View {
  const pools = new Map(snapshot.pools.map((pool) => [pool.name, compilePool(pool)]));
  return {
    version,
    pools,
    credentials: new Map(snapshot.credentials.map((credential) => [credential.username, credential])),
    named: new Map(snapshot.credentials.map((credential) => [credential.name, credential])),
    origins: new Map(
      snapshot.credentials.flatMap(({ id, allowFrom }) =>
        allowFrom ? [[id, matchAddresses(allowFrom)] as const] : [],
      ),
    ),
    targets: compileTargets(snapshot.egress.targets),
    routes: snapshot.routes.map(({ match, pool: name }) => {
      const pool = pools.get(name);
      if (!pool) throw new Error(`a route names the pool ${name}, which the snapshot does not hold`);
      return { matches: compileMatch(match), pool };
    }),
  };
}
