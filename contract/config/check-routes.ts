/** Every route must lead to a pool that exists, and must be reachable: the first route that matches decides. */
import { type Entry, entriesAt, textsAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { dottedPath, valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

/** The pool that needs no declaration. */
export const DIRECT = 'direct';

/** Without routes everything goes to `direct`. Where other pools are declared that would be a surprise, and a leak. */
function unusedPools(source: ConfigSource, pools: readonly string[]): ConfigProblem[] {
  const listeners = entriesAt(source, ['egress', 'listeners']);
  const named = textsAt(source, ['egress', 'listeners'], 'pool');
  // Where every listener names its pool, routes decide nothing.
  if (listeners.length > 0 && named.length === listeners.length) return [];
  const surprising = pools.length > 0 && !pools.includes(DIRECT) && valueAt(source.data, ['routes']) === undefined;
  return surprising
    ? [problemAt(source, ['pools'], `needs routes: add "routes: [{ pool: ${pools[0]} }]" to send everything there`)]
    : [];
}

function unknownPools(source: ConfigSource, pools: readonly string[]): ConfigProblem[] {
  const allowed = [...new Set([...pools, DIRECT])];
  return textsAt(source, ['routes'], 'pool')
    .filter(({ value }) => !allowed.includes(value))
    .map(({ path, value }) =>
      problemAt(source, path, `is not the name of a pool; there are ${listed(allowed)}`, {
        allowed,
        nearest: nearest(value, allowed),
      }),
    );
}

function matchesEverything({ value }: Entry<unknown>): boolean {
  const match = valueAt(value, ['match']) ?? {};
  if (typeof match !== 'object' || Array.isArray(match)) return false;
  return Object.entries(match).every(([key, rule]) => key === 'hosts' && Array.isArray(rule) && rule.includes('*'));
}

function unreachableRoutes(source: ConfigSource): ConfigProblem[] {
  const routes = entriesAt(source, ['routes']);
  const catchAll = routes.findIndex(matchesEverything);
  const last = routes[catchAll];
  if (last === undefined) return [];
  const why = `${dottedPath(last.path)} (line ${source.lineOf(last.path)}) matches everything`;
  return routes
    .slice(catchAll + 1)
    .map(({ path }) => problemAt(source, path, `is never reached, because ${why}; put that one last`));
}

export function checkRoutes(source: ConfigSource): ConfigProblem[] {
  const pools = textsAt(source, ['pools'], 'name').map(({ value }) => value);
  return [...unusedPools(source, pools), ...unknownPools(source, pools), ...unreachableRoutes(source)];
}
