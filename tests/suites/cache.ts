/**
 * http-cache-tests (https://cache-tests.fyi, by Mark Nottingham) in forward-proxy mode. The gateway never caches, so none of
 * these tests can be about it as a cache; but each must come out as it does without the gateway, or the gateway has added
 * to, taken from or reordered what was said. Installed on demand from the npm registry, and gone afterwards.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@atlantic/contract/client.ts';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { freePort } from '../kit/port.ts';
import { type CurlStage, SECRET, USERNAME } from './curl/stage.ts';

const VERSION = '0.4.5';
const FETCH = 'node-fetch@2.7.0';
const INSTALL_SECONDS = 60;
const START_SECONDS = 20;
const SUITE_SECONDS = 240;
const LOOKS = 20;
const LOOK_EVERY_MS = 500;
/** Its client takes no proxy; Node's own agent does, from the environment (Node 24, NODE_USE_ENV_PROXY). */
const proxied = (url: string) => ({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: url, NO_PROXY: '' });

export interface CacheResult {
  readonly version: string;
  readonly tests: number;
  /** Passed without the gateway: what is true of no cache at all. */
  readonly passed: number;
  /** Requests that the gateway has counted meanwhile. */
  readonly requests: number;
  /** Tests that came out differently through it: what each said. */
  readonly different: readonly string[];
}

/** By id: true, or what was wrong. */
type Outcomes = Readonly<Record<string, unknown>>;

/** With the whole environment: npm may be told there where its registry is. */
async function run(folder: string, program: string, ...args: readonly string[]): Promise<void> {
  await using child = startChild(program, args, { cwd: folder });
  const { code } = await within(INSTALL_SECONDS, program, child.exited);
  if (code !== 0) throw new Error(`${program} ${args[0]} failed: ${child.stderr()}`);
}

/** The package and the one dependency that is used, without npm itself, which it also names. */
async function install(folder: string): Promise<string> {
  await run(folder, 'npm', 'pack', '--silent', `http-cache-tests@${VERSION}`);
  await run(folder, 'tar', 'xzf', `http-cache-tests-${VERSION}.tgz`);
  await run(folder, 'npm', 'install', '--silent', '--ignore-scripts', '--no-audit', '--prefix', folder, FETCH);
  return join(folder, 'package');
}

async function runSuite(folder: string, port: number, env: Readonly<Record<string, string>>): Promise<Outcomes> {
  await using child = startChild(process.execPath, ['--no-warnings', 'cli.mjs'], {
    cwd: folder,
    env: { ...process.env, npm_config_base: `http://127.0.0.1:${port}`, npm_package_config_id: '', ...env },
  });
  const { code } = await within(SUITE_SECONDS, 'http-cache-tests', child.exited);
  if (code !== 0) throw new Error(`http-cache-tests ended with ${code}: ${child.stderr()}`);
  return JSON.parse(child.stdout().toString()) as Outcomes;
}

/** What the gateway counts; it reports once a second. */
async function counted({ ready }: CurlStage['atlantic'], least: number): Promise<number> {
  const api = createClient({ url: ready.control.url, apiKey: ready.apiKey });
  for (let look = 0; ; look += 1) {
    const requests = (await api.usage(USERNAME)).credentials[0]?.requests ?? 0;
    if (requests >= least || look === LOOKS) return requests;
    await pause(LOOK_EVERY_MS);
  }
}

export async function cacheTests({ atlantic, doors }: CurlStage): Promise<CacheResult> {
  using folder = temporaryFolder('cache-tests');
  const package_ = await install(folder.path);
  const port = await freePort();
  const settings = { npm_config_protocol: 'http', npm_config_port: String(port), npm_config_pidfile: 'server.pid' };
  await using server = startChild(process.execPath, ['server/server.mjs'], {
    cwd: package_,
    env: { ...process.env, ...settings },
  });
  await within(START_SECONDS, 'the server of http-cache-tests', server.firstLine);
  const before = await counted(atlantic, 0);
  const direct = await runSuite(package_, port, {});
  const through = await runSuite(package_, port, proxied(`http://${USERNAME}:${SECRET}@${doors.plain}`));
  const ids = [...new Set([...Object.keys(direct), ...Object.keys(through)])];
  const word = (outcome: unknown) => (outcome === true ? 'passed' : JSON.stringify(outcome));
  return {
    version: VERSION,
    tests: ids.length,
    requests: (await counted(atlantic, before + ids.length)) - before,
    passed: ids.filter((id) => direct[id] === true).length,
    different: ids
      .filter((id) => (direct[id] === true) !== (through[id] === true))
      .map((id) => `${id}: ${word(direct[id])} without the gateway, ${word(through[id])} through it`),
  };
}
