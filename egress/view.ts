/** A snapshot compiled for reading: made once when it arrives, only looked up per request. */
import { portInRanges } from '@atlantic/contract/config/port-range.ts';
import { matchHosts } from '@atlantic/contract/host-pattern.ts';
import type {
  Snapshot,
  SnapshotCredential,
  SnapshotEndpoint,
  SnapshotPool,
  SnapshotRoute,
} from '@atlantic/contract/snapshot.ts';
import type { Intent } from './intent.ts';
import { compileTargets, type TargetPolicy } from './target-policy.ts';

/** One way out of a pool. */
export interface Exit {
  id: string;
  /** As it may be shown. */
  address: string;
  endpoint: SnapshotEndpoint | 'direct';
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
  routes: readonly Route[];
  targets: TargetPolicy;
}

const compilePool = ({ name, kind, endpoints }: SnapshotPool): Pool => ({
  name,
  cursor: 0,
  exits:
    kind === 'direct'
      ? [{ id: 'direct', address: 'direct', endpoint: 'direct', active: 0 }]
      : endpoints.map((endpoint) => ({ id: endpoint.id, address: endpoint.address, endpoint, active: 0 })),
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
    credentials: new Map(snapshot.credentials.map((credential) => [credential.username, credential])),
    targets: compileTargets(snapshot.egress.targets),
    routes: snapshot.routes.map(({ match, pool: name }) => {
      const pool = pools.get(name);
      if (!pool) throw new Error(`a route names the pool ${name}, which the snapshot does not hold`);
      return { matches: compileMatch(match), pool };
    }),
  };
}
