/**
 * Redis (https://redis.io) for tests: the database that TEST_REDIS_URL names, which is emptied, or a server of a test's own.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram } from './upstream-proxy.ts';

export interface RedisDatabase extends AsyncDisposable {
  /** `redis://…` */
  readonly url: string;
  /** What redis-cli prints for a command. */
  readonly command: (args: readonly string[]) => Promise<string>;
}

const run = promisify(execFile);

export async function startRedis(): Promise<RedisDatabase> {
  const cli = await ensureProgram('redis-cli');
  const at = (url: string) => async (args: readonly string[]) =>
    (await run(cli, ['-u', url, ...args], { maxBuffer: 2 ** 30 })).stdout.trimEnd();
  const given = process.env.TEST_REDIS_URL;
  if (given) {
    await at(given)(['FLUSHDB']);
    return { url: given, command: at(given), [Symbol.asyncDispose]: async () => {} };
  }
  const program = await ensureProgram('redis-server');
  const [folder, port] = [temporaryFolder('redis'), await freePort()];
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder.path];
  const server = await startProxyProgram(program, args, { folder, port }, {});
  const url = `redis://127.0.0.1:${port}`;
  return { url, command: at(url), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
