/** Runs the load generator against one way to the origin. */
import { type Child, startChild } from '@atlantic/tests/kit/child.ts';
import { within } from '@atlantic/tests/kit/deadline.ts';
import { GENERATOR_CORE } from './cores.ts';
import { firstLine } from './first-line.ts';
import { parseReport, type Report } from './report.ts';

/** How the origin is reached. */
export interface Way {
  readonly port: number;
  /** Whether that port speaks HTTP as a proxy; otherwise it is the origin, or leads there octet for octet. */
  readonly proxied: boolean;
  /** The header line with the password; absent where none is asked. */
  readonly authorization?: string;
}

export interface Load {
  readonly mode: 'throughput' | 'tunnels' | 'requests' | 'latency' | 'idle';
  /** Connections in flight, or tunnels to open. */
  readonly count: number;
  readonly seconds: number;
  /** Messages a second. */
  readonly rate?: number;
}

export interface Generator {
  readonly program: string;
  readonly originPort: number;
  /** Whether generator and proxy have a core each. */
  readonly pinned: boolean;
}

const GRACE_SECONDS = 30;
const OPEN_SECONDS = 60;

function start({ program, originPort, pinned }: Generator, way: Way, load: Load): Child {
  const to = `${way.proxied ? 'proxy' : 'plain'}:127.0.0.1:${way.port}`;
  const numbers = [load.count, load.seconds, load.rate ?? 0].map(String);
  const { PROXY_AUTHORIZATION_LINE: _inherited, ...environment } = process.env;
  const env = way.authorization ? { ...environment, PROXY_AUTHORIZATION_LINE: way.authorization } : environment;
  const args = [program, load.mode, to, `127.0.0.1:${originPort}`, ...numbers];
  return pinned
    ? startChild('taskset', ['-c', String(GENERATOR_CORE), ...args], { env })
    : startChild(program, args.slice(1), { env });
}

/** Resolves with what it measured. Rejects with what it complained of. */
export async function generate(generator: Generator, way: Way, load: Load): Promise<Report> {
  await using child = start(generator, way, load);
  const { code } = await within(load.seconds + GRACE_SECONDS, `the load ${load.mode}`, child.exited);
  if (code !== 0) throw new Error(`the load ${load.mode} ended with ${code}: ${child.stderr()}`);
  return parseReport(child.stdout().toString());
}

/** Tunnels that are open and silent until they are disposed of. Rejects when one of them could not be opened. */
export async function holdTunnels(generator: Generator, way: Way, count: number): Promise<AsyncDisposable> {
  const child = start(generator, way, { mode: 'idle', count, seconds: 0 });
  try {
    const { failed } = parseReport(await firstLine(child, 'opening the tunnels', OPEN_SECONDS));
    if (failed > 0) throw new Error(`${failed} of ${count} tunnels could not be opened`);
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
  return child;
}
