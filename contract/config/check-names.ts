/** Pools, accounts, credentials and feeds are known by their names, so each name may be given once. */
import { textsAt } from './entry.ts';
import { type ConfigPath, dottedPath } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const LISTS: readonly ConfigPath[] = [
  ['pools'],
  ['accounts'],
  ['credentials'],
  ['supply', 'feeds'],
  ['supply', 'keys'],
];

export function checkNames(source: ConfigSource): ConfigProblem[] {
  return LISTS.flatMap((list) => {
    const names = textsAt(source, list, 'name');
    return names.flatMap(({ path, value }, at) => {
      const first = names.findIndex((other) => other.value === value);
      const taken = names[first];
      if (first === at || taken === undefined) return [];
      const where = `${dottedPath(taken.path)} (line ${source.lineOf(taken.path)})`;
      return [problemAt(source, path, `is taken by ${where}; names must differ`)];
    });
  });
}
