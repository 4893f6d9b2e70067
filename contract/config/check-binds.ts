/** Two listeners cannot have one address; defaults count, for they are bound as well. */
import { type Bind, formatBind, isAnyHost, parseBind } from './bind.ts';
import { type Entry, textsAt } from './entry.ts';
import { dottedPath, valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { configSchema } from './schema.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const DEFAULTS = configSchema.parse({});

const sameAddress = (a: Bind, b: Bind): boolean =>
  a.port !== 0 && a.port === b.port && (a.host === b.host || [a, b].some(({ host }) => isAnyHost(host)));

function supplyBinds(source: ConfigSource): Entry<unknown>[] {
  const at = (...keys: string[]) => ({ path: ['supply', ...keys], value: valueAt(source.data, ['supply', ...keys]) });
  if (at('enabled').value === false) return [];
  const listen = at('listen');
  return [
    { ...listen, value: listen.value ?? DEFAULTS.supply.listen },
    at('judge', 'listen'),
    at('judge', 'tlsListen'),
  ];
}

function binds(source: ConfigSource): Entry<Bind>[] {
  const listen = {
    path: ['control', 'listen'],
    value: valueAt(source.data, ['control', 'listen']) ?? DEFAULTS.control.listen,
  };
  const listeners =
    valueAt(source.data, ['egress', 'listeners']) === undefined
      ? DEFAULTS.egress.listeners.map(({ bind }, at) => ({ path: ['egress', 'listeners', at, 'bind'], value: bind }))
      : textsAt(source, ['egress', 'listeners'], 'bind');
  return [listen, ...listeners, ...supplyBinds(source)].flatMap(({ path, value }) => {
    const bind = typeof value === 'string' ? parseBind(value) : undefined;
    return bind ? [{ path, value: bind }] : [];
  });
}

export function checkBinds(source: ConfigSource): ConfigProblem[] {
  const all = binds(source);
  return all.flatMap(({ path, value }, at) => {
    const other = all.slice(0, at).find((earlier) => sameAddress(earlier.value, value));
    if (!other) return [];
    const line = source.lineOf(other.path);
    const where = `${dottedPath(other.path)} (${line === undefined ? 'by default' : `line ${line}`})`;
    const message = `is also the address of ${where}, ${formatBind(other.value)}`;
    return [problemAt(source, path, message, { value: formatBind(value) })];
  });
}
