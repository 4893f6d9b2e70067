/** A pool falls back to a pool that exists, and the chain has an end. */
import { DIRECT } from './check-routes.ts';
import { entriesAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

/** The pools that follow `name`, until the end of the chain or until one comes again. */
function chain(name: string, next: ReadonlyMap<string, string>): string[] {
  const names = [name];
  for (let at = next.get(name); at !== undefined; at = next.get(at)) {
    names.push(at);
    if (names.indexOf(at) < names.length - 1) break;
  }
  return names;
}

export function checkFallbacks(source: ConfigSource): ConfigProblem[] {
  const pools = entriesAt(source, ['pools']).map(({ path, value }) => ({
    path: [...path, 'fallback'],
    name: valueAt(value, ['name']),
    fallback: valueAt(value, ['fallback']),
  }));
  const names = pools.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  const allowed = [...new Set([...names, DIRECT])];
  const next = new Map(
    pools.flatMap(({ name, fallback }) =>
      typeof name === 'string' && typeof fallback === 'string' ? [[name, fallback] as const] : [],
    ),
  );
  return pools.flatMap(({ path, name, fallback }) => {
    if (typeof name !== 'string' || typeof fallback !== 'string') return [];
    if (!allowed.includes(fallback)) {
      const hint = { allowed, nearest: nearest(fallback, allowed) };
      return [problemAt(source, path, `is not the name of a pool; there are ${listed(allowed)}`, hint)];
    }
    const names = chain(name, next);
    return names.at(-1) === name ? [problemAt(source, path, `leads back to itself: ${names.join(', ')}`)] : [];
  });
}
