/** What a listener decides for its clients must make sense, and must not make an open proxy of it. */
import { collectOptions } from '../options/collect.ts';
import { OPTION_RULES } from '../options/table.ts';
import { DIRECT } from './check-routes.ts';
import { type Entry, entriesAt, textsAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { valueAt } from './path.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const LISTENERS = ['egress', 'listeners'] as const;
const OPTIONS = OPTION_RULES.map(({ name }) => name);

/** Without addresses, everybody who finds the port would use the credential. */
function openProxy(source: ConfigSource, { path, value }: Entry<unknown>): ConfigProblem[] {
  if (valueAt(value, ['credential']) === undefined || valueAt(value, ['allowFrom']) !== undefined) return [];
  const message =
    'needs allowFrom beside it: clients prove nothing here, so without a list of addresses this is an open proxy that everybody may use at its cost';
  return [problemAt(source, [...path, 'credential'], message)];
}

function unknownPools(source: ConfigSource): ConfigProblem[] {
  const allowed = [...new Set([...textsAt(source, ['pools'], 'name').map(({ value }) => value), DIRECT])];
  return textsAt(source, LISTENERS, 'pool')
    .filter(({ value }) => !allowed.includes(value))
    .map(({ path, value }) =>
      problemAt(source, path, `is not the name of a pool; there are ${listed(allowed)}`, {
        allowed,
        nearest: nearest(value, allowed),
      }),
    );
}

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** One problem for each option that cannot be read; how they go together is looked at once all can be. */
function badOptions(source: ConfigSource, { path, value: listener }: Entry<unknown>): ConfigProblem[] {
  const options = valueAt(listener, ['options']);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return [];
  const place = [...path, 'options'];
  // A value that is neither text nor number is the schema's to name.
  const given = Object.entries(options).flatMap(([name, value]) =>
    isScalar(value) ? [{ name, value: String(value) }] : [],
  );
  const problems = given.flatMap(({ name, value }) => {
    const rule = OPTION_RULES.find((candidate) => candidate.name === name);
    if (!rule) {
      const hints = { allowed: OPTIONS, nearest: nearest(name, OPTIONS), value: undefined };
      return [problemAt(source, [...place, name], `is not an option; the options are ${listed(OPTIONS)}`, hints)];
    }
    return rule.parse(value) === undefined ? [problemAt(source, [...place, name], `must be ${rule.values}`)] : [];
  });
  if (problems.length > 0) return problems;
  const collected = collectOptions(given);
  const detail = 'error' in collected ? (collected.error.detail ?? '').replace(/\.$/, '') : undefined;
  return detail === undefined ? [] : [problemAt(source, place, `do not go together: ${detail}`)];
}

export function checkListeners(source: ConfigSource): ConfigProblem[] {
  const listeners = entriesAt(source, LISTENERS);
  return [
    ...unknownPools(source),
    ...listeners.flatMap((listener) => [...openProxy(source, listener), ...badOptions(source, listener)]),
  ];
}
