/** `atlantic egress` as its own program, on this host or, by a prefix, on another. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type PlaneReadyFile, planeReadyFileSchema } from '@atlantic/contract/process.ts';
import { appears, LAUNCHER } from './atlantic.ts';
import { type Child, type Exit, startChild } from './child.ts';
import { within } from './deadline.ts';

export interface RemotePlaneOptions {
  /** URL of control. */
  readonly control: string;
  readonly token: string;
  /** Absolute path of a folder to live in, which stays; what an earlier plane left there is found again. */
  readonly home: string;
  /** More of the command line, such as `--ca FILE`. */
  readonly args?: readonly string[];
  readonly prefix?: readonly string[];
}

export interface RemotePlane extends AsyncDisposable {
  readonly ready: PlaneReadyFile;
  /** Absolute path of the data directory. */
  readonly data: string;
  /** Everything printed so far. */
  readonly output: () => string;
  readonly exited: Promise<Exit>;
  /** Sends SIGTERM to the supervisor and waits for its end. */
  readonly stop: () => Promise<Exit>;
}

const READY_SECONDS = 30;
const STOP_SECONDS = 60;

async function untilReady(file: string, plane: Child): Promise<PlaneReadyFile> {
  const waiting = new AbortController();
  const ended = plane.exited.then(({ code, signal }) => {
    throw new Error(`ended with ${code ?? signal}`);
  });
  try {
    await within(READY_SECONDS, 'the ready file', Promise.race([appears(file, waiting.signal), ended]));
  } finally {
    waiting.abort();
  }
  return planeReadyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export async function startRemotePlane(options: RemotePlaneOptions): Promise<RemotePlane> {
  const { control, token, home, args = [], prefix = [] } = options;
  const data = join(home, 'data');
  const tokenFile = join(home, 'token');
  const readyFile = join(home, 'ready', 'ready.json');
  mkdirSync(dirname(readyFile), { recursive: true });
  // That of an earlier start would pass for this one's.
  rmSync(readyFile, { force: true });
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  const fixed = ['egress', '--control', control, '--token-file', tokenFile, '--data', data, '--ready-file', readyFile];
  const [program = '', ...line] = [...prefix, process.execPath, LAUNCHER, ...fixed, ...args];
  const plane = startChild(program, line, { cwd: home });
  const output = () => `${plane.stdout()}${plane.stderr()}`;
  const ready = await untilReady(readyFile, plane).catch(async (cause: unknown) => {
    await plane[Symbol.asyncDispose]();
    throw new Error(`the plane did not start:\n${output()}`, { cause });
  });
  return {
    ready,
    data,
    output,
    exited: plane.exited,
    async stop() {
      plane.kill('SIGTERM');
      return within(STOP_SECONDS, 'the end of the plane', plane.exited);
    },
    [Symbol.asyncDispose]: plane[Symbol.asyncDispose],
  };
}
