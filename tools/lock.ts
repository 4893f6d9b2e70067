/**
 * The lockfile's rules, as data in and data out.
 *
 * npm writes a platform package that the registry does not carry into `optionalDependencies` of the package that
 * names it, but gives it no entry of its own; `npm ci` then stops with "Missing … from lock file". Such names are
 * removed after each install, and a check keeps them out.
 */

interface LockEntry {
  version?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
}

export interface Lockfile {
  lockfileVersion: number;
  packages: Record<string, LockEntry>;
}

/** `name` as Node would find it from the package installed at `from`: the nearest `node_modules` upwards. */
function resolves(packages: Lockfile['packages'], from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
  }
}

/** Every optional dependency that a lock entry names and the lockfile does not hold. */
export function unresolvedOptionals(lock: Lockfile): { at: string; name: string }[] {
  return Object.entries(lock.packages).flatMap(([at, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !resolves(lock.packages, at, name))
      .map((name) => ({ at, name })),
  );
}

/** The lockfile without its unresolved optional dependencies; the argument is left as it was. */
export function pruned(lock: Lockfile): Lockfile {
  const copy = structuredClone(lock);
  for (const { at, name } of unresolvedOptionals(lock)) {
    const optional = copy.packages[at]?.optionalDependencies;
    if (!optional) continue;
    delete optional[name];
    if (Object.keys(optional).length === 0) delete copy.packages[at]?.optionalDependencies;
  }
  return copy;
}

/** Problems that would break `npm ci` or run code at install time, one sentence each. */
export function lockProblems(lock: Lockfile): string[] {
  const scripts = Object.entries(lock.packages)
    .filter(([at, entry]) => entry.hasInstallScript === true && at !== 'node_modules/fsevents')
    .map(([at]) => `${at} runs an install script`);
  const missing = unresolvedOptionals(lock).map(
    ({ at, name }) => `${at || 'the root'} names ${name}, which the lockfile does not hold: run npm run lock:prune`,
  );
  return [...missing, ...scripts];
}
