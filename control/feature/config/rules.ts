/** What one configuration changes about another. Pure: both are given with their secrets resolved, as hashes or as they are. */
import type { ConfigChange } from '@atlantic/contract/config-change.ts';
import type { Snapshot, SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';

interface Named {
  readonly name: string;
}

/** What a configuration decides. Whatever part a snapshot gains stands among them and is compared. */
export interface Declared {
  readonly fixed: Omit<Snapshot, 'accounts' | 'credentials'> & { readonly supply?: SupplySettings };
  readonly accounts: readonly Named[];
  readonly credentials: readonly Named[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The keys whose values differ, in the order of the alphabet. */
export function changedKeys(before: object, after: object): string[] {
  const [old, next] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.filter((key) => !same(old.get(key), next.get(key)));
}

/** What of two lists is new, gone or different, where `nameOf` says what stands for the same thing. */
function listChanges<T extends object>(
  what: ConfigChange['what'],
  nameOf: (one: T) => string,
  [before, after]: readonly [readonly T[], readonly T[]],
): ConfigChange[] {
  const [old, next] = [before, after].map((list) => new Map(list.map((one) => [nameOf(one), one])));
  const changes: ConfigChange[] = [];
  for (const [name, one] of next ?? []) {
    const former = old?.get(name);
    if (!former) changes.push({ change: 'added', what, name, keys: [] });
    else if (!same(former, one)) changes.push({ change: 'changed', what, name, keys: changedKeys(former, one) });
  }
  for (const name of old?.keys() ?? []) {
    if (!next?.has(name)) changes.push({ change: 'removed', what, name, keys: [] });
  }
  return changes;
}

function endpointAmounts(before: SnapshotPool, after: SnapshotPool): NonNullable<ConfigChange['endpoints']> {
  const old = new Map(before.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const next = new Map(after.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const kept = [...next].filter(([id]) => old.has(id));
  return {
    added: next.size - kept.length,
    removed: old.size - kept.length,
    changed: kept.filter(([id, endpoint]) => !same(endpoint, old.get(id))).length,
  };
}

function poolChanges(before: readonly SnapshotPool[], after: readonly SnapshotPool[]): ConfigChange[] {
  return listChanges('pool', ({ name }) => name, [before, after]).map((change) => {
    const [old, next] = [before, after].map((pools) => pools.find(({ name }) => name === change.name));
    const differ = change.keys.includes('endpoints') && old && next;
    return differ ? { ...change, endpoints: endpointAmounts(old, next) } : change;
  });
}

const listed = (values: readonly unknown[] | undefined): string => (values ?? []).slice(0, 3).join(' ');

/** Such as `*.example.com -> rented`; a route without conditions is `everything`. */
function routeName({ match, pool }: SnapshotRoute): string {
  const ports = match.ports?.map(([from, to]) => (from === to ? from : `${from}-${to}`));
  const conditions = [match.hosts, ports, match.credentials, match.protocols].map(listed).filter(Boolean);
  return `${conditions.join(', ') || 'everything'} -> ${pool}`;
}

/** Routes have no names, and their order counts: those that both have are said only where they stand otherwise. */
function routeChanges(before: readonly SnapshotRoute[], after: readonly SnapshotRoute[]): ConfigChange[] {
  const key = (route: SnapshotRoute) => JSON.stringify(route);
  const without = (list: readonly SnapshotRoute[], other: readonly SnapshotRoute[]) => {
    const known = new Set(other.map(key));
    return list.filter((route) => !known.has(key(route)));
  };
  const [added, removed] = [without(after, before), without(before, after)];
  const of = (change: ConfigChange['change']) => (route: SnapshotRoute) => {
    return { change, what: 'route' as const, name: routeName(route), keys: [] };
  };
  const staying = (list: readonly SnapshotRoute[], gone: readonly SnapshotRoute[]) =>
    list.filter((route) => !gone.includes(route)).map(key);
  const moved = !same(staying(before, removed), staying(after, added));
  return [
    ...added.map(of('added')),
    ...removed.map(of('removed')),
    ...(moved ? [{ change: 'changed' as const, what: 'setting' as const, name: 'routes', keys: ['order'] }] : []),
  ];
}

/** A pool and what supply shall fill it with, as the file has them in one place. */
const withSupply = (pools: readonly SnapshotPool[], supply: SupplySettings | undefined): SnapshotPool[] =>
  pools.map((pool) => ({ ...pool, ...supply?.pools.find(({ name }) => name === pool.name) }));

function supplyChanges(before: SupplySettings, after: SupplySettings): ConfigChange[] {
  const { feeds: oldFeeds, pools: _old, ...oldSettings } = before;
  const { feeds, pools: _new, ...settings } = after;
  return [
    ...listChanges('feed', ({ name }) => name, [oldFeeds, feeds]),
    ...settingChanges('supply.', oldSettings, settings),
  ];
}

/** The file has a secret where the database has its hash. */
const asWritten = (change: ConfigChange): ConfigChange => ({
  ...change,
  keys: change.keys.map((key) => (key === 'secretHash' ? 'secret' : key)),
});

const settingChanges = (place: string, before: object, after: object): ConfigChange[] =>
  changedKeys(before, after).map((key) => ({
    change: 'changed',
    what: 'setting',
    name: `${place}${key}`,
    keys: [],
  }));

/** Every difference; an empty list where there is none. */
export function configChanges(before: Declared, after: Declared): ConfigChange[] {
  const { egress: oldEgress, pools: oldPools, routes: oldRoutes, supply: oldSupply, ...oldParts } = before.fixed;
  const { egress, pools, routes, supply, ...parts } = after.fixed;
  const { listeners: oldListeners, targets: oldTargets, ...oldSettings } = oldEgress;
  const { listeners, targets, ...settings } = egress;
  return [
    ...listChanges('listener', ({ bind }) => bind, [oldListeners, listeners]),
    ...settingChanges('egress.', oldSettings, settings),
    ...settingChanges('egress.targets.', oldTargets, targets),
    ...poolChanges(withSupply(oldPools, oldSupply), withSupply(pools, supply)),
    ...routeChanges(oldRoutes, routes),
    ...(oldSupply && supply ? supplyChanges(oldSupply, supply) : []),
    ...settingChanges('', oldParts, parts),
    ...listChanges('account', ({ name }) => name, [before.accounts, after.accounts]),
    ...listChanges('credential', ({ name }) => name, [before.credentials, after.credentials]).map(asWritten),
  ];
}
