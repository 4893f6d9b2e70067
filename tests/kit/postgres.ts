/**
 * PostgreSQL (https://www.postgresql.org) for tests: the database that TEST_DATABASE_URL names, or a server of a test's own.
 * Each caller gets an empty database.
 */
import { execFile } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Child, startChild } from './child.ts';
import { within } from './deadline.ts';
import { temporaryFolder } from './folder.ts';
import { freePort, untilAccepts } from './port.ts';
import { ensureProgram, findProgram, installPackage } from './program.ts';

export interface PostgresDatabase extends AsyncDisposable {
  /** `postgres://…` */
  readonly url: string;
  /** What psql prints for a statement: a line for each row. */
  readonly query: (statement: string) => Promise<string>;
}

const run = promisify(execFile);
const READY_SECONDS = 30;
/** Where Debian keeps the programs of each version. */
const DEBIAN = '/usr/lib/postgresql';

function searchPath(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return [process.env.PATH ?? '', ...versions.map((one) => join(DEBIAN, one, 'bin'))].join(delimiter);
}

/** A program of the server. Where it lies is known only once it is installed. */
async function serverProgram(name: 'initdb' | 'postgres'): Promise<string> {
  if (!findProgram(name, searchPath())) await installPackage('postgresql', 'PostgreSQL');
  const found = findProgram(name, searchPath());
  if (!found) throw new Error(`${name} is neither on PATH nor in ${DEBIAN}`);
  return found;
}

/** PostgreSQL does not run as root: there it gets the user that owns nothing. */
async function runner(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => (await run('id', [flag, 'nobody'])).stdout));
  return { uid: Number(uid), gid: Number(gid) };
}

async function ask(psql: string, url: string, statement: string): Promise<string> {
  const args = ['-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement];
  return (await run(psql, args, { timeout: READY_SECONDS * 1_000 })).stdout.trimEnd();
}

let made = 0;

/** A database in the server at `url`, gone with `end`. */
async function makeDatabase(url: string, end: () => Promise<void>): Promise<PostgresDatabase> {
  const psql = await ensureProgram('psql');
  made += 1;
  const name = `atlantic_test_${process.pid}_${made}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  await ask(psql, url, `create database ${name}`);
  return {
    url: own.href,
    query: (statement) => ask(psql, own.href, statement),
    async [Symbol.asyncDispose]() {
      await ask(psql, url, `drop database ${name} with (force)`).catch(() => {});
      await end();
    },
  };
}

async function stop(child: Child): Promise<void> {
  // At once, without waiting for its clients.
  child.kill('SIGINT');
  await within(READY_SECONDS, 'the end of PostgreSQL', child.exited).catch(() => {});
  await child[Symbol.asyncDispose]();
}

/** Where TEST_DATABASE_URL names one, its user must be allowed to make databases. */
export async function startPostgres(): Promise<PostgresDatabase> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return makeDatabase(given, async () => {});
  const [initdb, postgres] = [await serverProgram('initdb'), await serverProgram('postgres')];
  const folder = temporaryFolder('postgres');
  const user = await runner();
  if (user.uid !== undefined) chownSync(folder.path, user.uid, user.gid ?? user.uid);
  const data = join(folder.path, 'data');
  const cluster = ['-D', data, '-U', 'atlantic', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(initdb, cluster, { ...user, cwd: folder.path, timeout: READY_SECONDS * 1_000 });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, ...settings.flatMap((one) => ['-c', one])];
  const child = startChild(postgres, args, { ...user, cwd: folder.path });
  const end = async () => {
    await stop(child);
    folder[Symbol.dispose]();
  };
  try {
    const url = `postgres://atlantic@127.0.0.1:${port}/postgres`;
    const psql = await ensureProgram('psql');
    await within(READY_SECONDS, 'PostgreSQL', untilAccepts(port, AbortSignal.timeout(READY_SECONDS * 1_000)));
    // It accepts connections a moment before it answers.
    const refused = () =>
      ask(psql, url, 'select 1').then(
        () => false,
        () => true,
      );
    for (let tries = 0; tries < 100 && (await refused()); tries++);
    return await makeDatabase(url, end);
  } catch (cause) {
    await end();
    throw new Error(`PostgreSQL did not start:\n${child.stderr()}`, { cause });
  }
}
