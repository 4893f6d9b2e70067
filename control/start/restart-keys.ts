/** What a running Atlantic cannot change about itself. It is refused by name: nothing of a new file is passed over. */
import { dottedPath } from '@atlantic/contract/config/path.ts';
import { type ConfigProblem, shownValue } from '@atlantic/contract/config/problem.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';

/** Every other key of the configuration needs a restart, those that are still to come among them. */
const APPLIED: ReadonlySet<string> = new Set(['egress', 'pools', 'routes', 'accounts', 'credentials']);
/** Of supply: what its process is begun with. */
const OF_SUPPLY: ReadonlySet<string> = new Set(['enabled', 'listen', 'judge', 'store']);
const isApplied = ([section = '', key]: readonly string[]): boolean =>
  APPLIED.has(section) || (section === 'supply' && key !== undefined && !OF_SUPPLY.has(key));

const MESSAGE = 'cannot change while Atlantic runs; start it again for that';
const isSection = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** One problem for each key that differs from the configuration in force and cannot. */
export function restartProblems(before: GoodConfig, { config, file, lineOf }: GoodConfig): ConfigProblem[] {
  const differing = (path: readonly string[], old: unknown, next: unknown): ConfigProblem[] => {
    if (isApplied(path) || JSON.stringify(old) === JSON.stringify(next)) return [];
    // A section is entered once: `control.tls` as a whole is there or not.
    if (path.length === 1 && isSection(old) && isSection(next)) {
      const [was, is] = [new Map(Object.entries(old)), new Map(Object.entries(next))];
      return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
        differing([...path, key], was.get(key), is.get(key)),
      );
    }
    const value = shownValue(path, next);
    return [{ file, line: lineOf(path), key: dottedPath(path), value, message: MESSAGE }];
  };
  const was = new Map(Object.entries(before.config));
  return Object.entries(config).flatMap(([key, value]) => differing([key], was.get(key), value));
}
