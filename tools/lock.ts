/**
 * The lockfile's rules, as data in and data out.
 *
 * npm writes a platform package that the registry does not carry into `optionalDependencies` of the package that
 * names it, but gives it no entry of its own; `npm ci` then stops with "Missing … from lock file". Such names are
 * removed after each install, and a check keeps them out.
 */

type Versions = Record<string, string>;

interface Dependencies {
  dependencies?: Versions;
  devDependencies?: Versions;
  optionalDependencies?: Versions;
}

interface LockEntry extends Dependencies {
  version?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}

/** What the check reads of a package.json; `folder` is where it stands, the empty string for the root. */
export interface Manifest extends Dependencies {
  folder: string;
  workspaces?: string[];
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

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Where the lockfile tells another story than one package.json. */
function staleProblems(lock: Lockfile, manifest: Manifest): string[] {
  const entry = lock.packages[manifest.folder];
  const name = manifest.folder || 'the root';
  if (!entry) return [`${name} is missing: run npm install`];
  return KINDS.flatMap((kind) => {
    const [asked, held] = [manifest[kind] ?? {}, entry[kind] ?? {}];
    const names = new Set([...Object.keys(asked), ...Object.keys(held)]);
    return [...names]
      .filter((dependency) => asked[dependency] !== held[dependency])
      .map((dependency) => `${name}: ${dependency} differs from its package.json: run npm install`);
  });
}

/** Every dependency that must be there and is not. Optional ones are `unresolvedOptionals`. */
function missingDependencies(lock: Lockfile): string[] {
  return Object.entries(lock.packages).flatMap(([at, entry]) =>
    Object.keys({ ...entry.dependencies, ...(at.includes('node_modules/') ? {} : entry.devDependencies) })
      .filter((name) => !resolves(lock.packages, at, name))
      .map((name) => `${at || 'the root'} needs ${name}, which the lockfile does not hold: run npm install`),
  );
}

/** An address in `resolved` that another machine may not reach; links to workspaces are paths. */
const foreignAddress = ({ resolved, link }: LockEntry): boolean =>
  resolved !== undefined && link !== true && !resolved.startsWith('https://registry.npmjs.org/');

/** Problems that would break `npm ci`, tie it to one machine, or run code at install time: one sentence each. */
export function lockProblems(lock: Lockfile, manifests: readonly Manifest[]): string[] {
  const entries = Object.entries(lock.packages);
  const workspaces = manifests.find(({ folder }) => folder === '')?.workspaces ?? [];
  const unlinked = workspaces.filter(
    (folder) => !entries.some(([, { resolved, link }]) => link && resolved === folder),
  );
  const optional = unresolvedOptionals(lock).map(
    ({ at, name }) => `${at || 'the root'} names ${name}, which the lockfile does not hold: run npm run lock:prune`,
  );
  return [
    ...manifests.flatMap((manifest) => staleProblems(lock, manifest)),
    ...unlinked.map((folder) => `the workspace ${folder} is not linked: run npm install`),
    ...missingDependencies(lock),
    ...optional,
    ...entries.filter(([, entry]) => foreignAddress(entry)).map(([at]) => `${at} comes from an address of its own`),
    ...entries
      .filter(([at, entry]) => entry.hasInstallScript === true && at !== 'node_modules/fsevents')
      .map(([at]) => `${at} runs an install script`),
  ];
}
