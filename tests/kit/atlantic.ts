/** The real program, as a stranger would start it, on ports of its own and with a data directory that goes away. */
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { type ReadyFile, readyFileSchema } from '@atlantic/contract/process.ts';
import { type Child, type Exit, startChild } from './child.ts';
import { within } from './deadline.ts';
import { temporaryFolder } from './folder.ts';

export interface AtlanticOptions {
  /** Merged over two workers, a short drain, free ports and no supply; a text is used as it is. */
  readonly config?: ConfigInput | string;
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute path of a folder to live in that stays, so that the next start finds the data of this one. */
  readonly home?: string;
  /** A command line that runs another, such as that of a host of its own (`namespaces.ts`). */
  readonly prefix?: readonly string[];
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Atlantic extends AsyncDisposable {
  readonly ready: ReadyFile;
  /** Absolute path of the data directory. */
  readonly data: string;
  /** Runs `atlantic ARGS` in the folder above the data directory, where `--data` needs not be given. */
  readonly cli: (...args: readonly string[]) => Promise<CliResult>;
  /** Sends SIGTERM to the supervisor and waits for its end. */
  readonly stop: () => Promise<Exit>;
  /** Everything printed so far. */
  readonly output: () => string;
}

export const LAUNCHER = join(dirname(dirname(import.meta.dirname)), 'cli', 'atlantic.js');
const READY_SECONDS = 30;
const CLI_SECONDS = 20;
const STOP_SECONDS = 60;

function configText(config: AtlanticOptions['config'] = {}): string {
  if (typeof config === 'string') return config;
  const listeners = [{ bind: '127.0.0.1:0', protocols: ['http', 'socks5'] }];
  // JSON is YAML (YAML 1.2.2, section 1.3).
  return JSON.stringify({
    ...config,
    control: { listen: '127.0.0.1:0', ...config.control },
    egress: { workers: 2, drainSeconds: 15, listeners, ...config.egress },
    supply: { listen: '127.0.0.1:0', ...(config.supply ?? { enabled: false }) },
  });
}

/** Resolves once `file` exists; its writer puts it in place in one step. Stops looking when `signal` says so. */
export function appears(file: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (existsSync(file)) resolve();
    };
    watch(dirname(file), { signal }, look);
    look();
  });
}

async function readReadyFile(file: string, supervisor: Child): Promise<ReadyFile> {
  const waiting = new AbortController();
  const ended = supervisor.exited.then(({ code, signal }) => {
    throw new Error(`ended with ${code ?? signal}`);
  });
  try {
    await within(READY_SECONDS, 'the ready file', Promise.race([appears(file, waiting.signal), ended]));
  } finally {
    waiting.abort();
  }
  return readyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export async function startAtlantic({ config, env, home, prefix = [] }: AtlanticOptions = {}): Promise<Atlantic> {
  const folder = home === undefined ? temporaryFolder('up') : { path: home, [Symbol.dispose]: () => {} };
  const data = join(folder.path, 'data');
  const configFile = join(folder.path, 'atlantic.yaml');
  const readyFile = join(folder.path, 'ready', 'ready.json');
  mkdirSync(dirname(readyFile), { recursive: true });
  // That of an earlier start would pass for this one's.
  rmSync(readyFile, { force: true });
  writeFileSync(configFile, configText(config));

  const start = (args: readonly string[]): Child => {
    const [program = '', ...line] = [...prefix, process.execPath, LAUNCHER, ...args];
    return startChild(program, line, { cwd: folder.path, env: { ...process.env, ...env } });
  };
  const supervisor = start(['up', '--config', configFile, '--data', data, '--ready-file', readyFile]);
  const output = () => `${supervisor.stdout()}${supervisor.stderr()}`;
  const end = async () => {
    await supervisor[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };

  const ready = await readReadyFile(readyFile, supervisor).catch(async (cause: unknown) => {
    await end();
    throw new Error(`atlantic did not start:\n${output()}`, { cause });
  });
  return {
    ready,
    data,
    output,
    async cli(...args) {
      await using child = start(args);
      const { code } = await within(CLI_SECONDS, `atlantic ${args[0] ?? ''}`, child.exited);
      return { code: code ?? -1, stdout: child.stdout().toString(), stderr: child.stderr() };
    },
    async stop() {
      supervisor.kill('SIGTERM');
      return within(STOP_SECONDS, 'the end of atlantic', supervisor.exited);
    },
    [Symbol.asyncDispose]: end,
  };
}
