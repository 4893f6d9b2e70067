/** A rule of a route escalates to pools that exist, each once, and only where it is asked about answers at all. */
import { DIRECT } from './check-routes.ts';
import { entriesAt, textsAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { type ConfigPath, valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

function escalationProblems(
  source: ConfigSource,
  path: ConfigPath,
  first: unknown,
  allowed: readonly string[],
): ConfigProblem[] {
  const names = valueAt(source.data, path);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name, at) => {
    if (typeof name !== 'string') return [];
    const place = [...path, at];
    if (!allowed.includes(name)) {
      const hint = { allowed, nearest: nearest(name, allowed) };
      return [problemAt(source, place, `is not the name of a pool; there are ${listed([...allowed])}`, hint)];
    }
    if (name === first) return [problemAt(source, place, 'is the pool of the route, where the request comes from')];
    return names.indexOf(name) < at ? [problemAt(source, place, 'is named twice')] : [];
  });
}

export function checkRules(source: ConfigSource): ConfigProblem[] {
  const allowed = [...new Set([...textsAt(source, ['pools'], 'name').map(({ value }) => value), DIRECT])];
  return entriesAt(source, ['routes']).flatMap(({ path, value }) => {
    const rules = entriesAt(source, [...path, 'rules']);
    const protocols = valueAt(value, ['match', 'protocols']);
    const blind = rules.length > 0 && Array.isArray(protocols) && !protocols.includes('http');
    const why = 'never apply: only answers of plain HTTP can be looked at, and the route is not for http';
    return [
      ...(blind ? [problemAt(source, [...path, 'rules'], why)] : []),
      ...rules.flatMap((rule) =>
        escalationProblems(source, [...rule.path, 'do', 'escalate'], valueAt(value, ['pool']), allowed),
      ),
    ];
  });
}
