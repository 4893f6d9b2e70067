/**
 * Applies configurations to a running control: all of a file or nothing of it, one after another. What cannot be changed
 * without a restart is refused; the database changes in one transaction, and the planes get one new snapshot.
 */
import { createHash } from 'node:crypto';
import { type ConfigProblem, formatProblem } from '@atlantic/contract/config/problem.ts';
import { type ConfigRead, type GoodConfig, readConfig, readConfigFile } from '@atlantic/contract/config/read.ts';
import {
  type ConfigApplied,
  type ConfigChange,
  type ConfigDoor,
  formatChange,
  KEPT_CHANGES,
} from '@atlantic/contract/config-change.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Database } from '../db/schema.ts';
import type { ConfigActions } from '../feature/config/routes.ts';
import { configChanges } from '../feature/config/rules.ts';
import { lastRevision, saveRevision } from '../feature/config/store.ts';
import { listCredentials } from '../feature/credential/store.ts';
import type { FixedParts } from '../plane/snapshot.ts';
import { type ConfigFile, fileFor } from './config-file.ts';
import { applyDeclared, type DeclaredConfig, declaredConfig } from './declared.ts';
import { newAddressProblems } from './new-addresses.ts';
import { restartProblems } from './restart-keys.ts';
import { warnOf } from './warnings.ts';

export interface ReloadOptions {
  db: Database;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Stands in for `egress.workers: 0`. */
  cores: number;
  /** Absolute path of the configuration file; undefined: the defaults are in force. */
  file: string | undefined;
  /** What the start has read. */
  first: GoodConfig;
  /** Whether the listeners are on this machine, so that their addresses can be tried. */
  isHere: () => boolean;
  publish: () => Promise<void>;
  /** Asks the planes to give back what these credentials do not need. */
  recall: (credentials: readonly string[]) => void;
}

export interface Reload extends ConfigActions {
  /** What the configuration in force decides. */
  fixed(): FixedParts;
  /** Applies what was given as `first`, before anything is published. Throws `config_invalid`. */
  start(): Promise<void>;
  /** Reads the file again and applies it. Never rejects: what is wrong with it is logged, and nothing was changed. */
  fromFile(): Promise<void>;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What ends the transaction of a trial. */
class Trial extends Error {}

/** Throws `config_invalid` when there are problems; `label` is what they call the file. */
function refuse(problems: readonly ConfigProblem[], label: string | undefined): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => formatProblem(label === undefined ? problem : { ...problem, file: label }));
  throw new AtlanticError('config_invalid', { detail: lines.join('\n') });
}

/** How a configuration came, and what is wanted of it. */
interface Wanted {
  door: ConfigDoor;
  dry: boolean;
  /** What problems call the file; undefined: its path. */
  label: string | undefined;
}

/** Ids of the credentials that may now spend less, by a quota of their own or of their account. */
async function holdersOf(db: Database, changes: readonly ConfigChange[]): Promise<string[]> {
  const quotas = changes.filter(({ keys }) => keys.some((key) => key.startsWith('quota')));
  if (quotas.length === 0) return [];
  const touched = new Set(quotas.map(({ what, name }) => `${what} ${name}`));
  const all = await listCredentials(db);
  return all
    .filter(({ name, account }) => touched.has(`credential ${name}`) || touched.has(`account ${account.name}`))
    .map(({ id }) => id);
}

export function createReload(options: ReloadOptions): Reload {
  const { db, log, now, cores, file } = options;
  let inForce = declaredConfig(options.first, cores);
  let turn: Promise<unknown> = Promise.resolve();

  /** Everything that can be known to be wrong before anything is changed. */
  async function checked(read: ConfigRead, label: string | undefined): Promise<DeclaredConfig> {
    refuse(read.problems, label);
    if (!('config' in read)) throw new AtlanticError('config_invalid');
    refuse(restartProblems(inForce.read, read), label);
    const next = declaredConfig(read, cores);
    refuse(options.isHere() ? await newAddressProblems(inForce.read, read) : [], label);
    return next;
  }

  /** Changes database and file together, or neither. Returns the number of the revision. */
  async function commit(next: DeclaredConfig, door: ConfigDoor, changes: ConfigChange[], kept?: ConfigFile) {
    let written = false;
    try {
      return await db.transaction().execute(async (step) => {
        await applyDeclared(step, next, now());
        const number = await saveRevision(step, { door, digest: digestOf(next.read.text), changes }, now());
        // Last: whatever fails before leaves the file alone, and a crash behind it leaves one that was found good.
        kept?.write(next.read.text);
        written = true;
        return number;
      });
    } catch (error) {
      if (written) kept?.write(inForce.read.text);
      throw error;
    }
  }

  async function trial(next: DeclaredConfig): Promise<void> {
    const end = new Trial();
    await db
      .transaction()
      .execute(async (step) => {
        await applyDeclared(step, next, now());
        throw end;
      })
      .catch((error) => {
        if (error !== end) throw error;
      });
  }

  const revisionInForce = async () => (await lastRevision(db))?.number ?? 0;

  async function take(read: ConfigRead, { door, dry, label }: Wanted): Promise<ConfigApplied> {
    const next = await checked(read, label);
    const changes = configChanges(inForce, next);
    const kept = door === 'api' && !dry ? fileFor(file, next.read.text, inForce.read.text) : undefined;
    if (dry) {
      await trial(next);
      return { applied: false, revision: await revisionInForce(), changes };
    }
    if (changes.length === 0 && next.read.text === inForce.read.text)
      return { applied: true, revision: await revisionInForce(), changes };
    const revision = await commit(next, door, changes, kept);
    inForce = next;
    await options.publish();
    const holders = await holdersOf(db, changes);
    if (holders.length > 0) options.recall(holders);
    for (const change of changes.slice(0, KEPT_CHANGES)) log.info(`configuration: ${formatChange(change)}`);
    log.info('a configuration was applied', { version: revision, count: changes.length });
    await warnOf(db, next.fixed, log);
    return { applied: true, revision, changes };
  }

  /** One after another, so that each is compared with what the one before has left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  }

  return {
    fixed: () => inForce.fixed,
    async start() {
      const digest = digestOf(options.first.text);
      await db.transaction().execute(async (step) => {
        await applyDeclared(step, inForce, now());
        if ((await lastRevision(step))?.digest !== digest)
          await saveRevision(step, { door: 'start', digest, changes: [] }, now());
      });
    },
    apply: (text, { dry, label }) =>
      inTurn(() => take(readConfig(text, options.first.file), { door: 'api', dry, label })),
    fromFile: () =>
      inTurn(async () => {
        if (file === undefined) return log.warn('there is no configuration file to read again');
        const done = await take(readConfigFile(file), { door: 'signal', dry: false, label: undefined });
        if (done.changes.length === 0) log.info('the configuration file changes nothing', { version: done.revision });
      }).catch((thrown: unknown) => {
        const lines = thrown instanceof AtlanticError ? (thrown.detail ?? thrown.message) : String(thrown);
        for (const line of lines.split('\n')) log.error(line);
        log.error('the configuration file was not applied; what was in force stays');
      }),
  };
}
