/** The fleet of proxies, as programs of C. */
import { join } from 'node:path';
import { type Child, startChild } from '@atlantic/tests/kit/child.ts';
import { temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { compile, findCompiler } from '../compile.ts';
import { firstLine } from '../egress/first-line.ts';
import type { Ports } from './population.ts';
import { CHARACTERS } from './roles.ts';

const SOURCES = join(import.meta.dirname, 'fleet');
const PARTS = ['main', 'conversation', 'target', 'request', 'answer'];
const START_SECONDS = 10;

export interface FleetOptions {
  readonly programs: number;
  /** Before each proxy says anything to its first client. */
  readonly holdMs: number;
  /** The port of a TLS server that intercepting proxies lead to; 0: none. */
  readonly interceptor: number;
}

export interface Fleet extends AsyncDisposable {
  readonly ports: readonly Ports[];
  readonly pids: readonly number[];
}

/** `elite=40001 silent=40002 …` */
export function readPorts(line: string): Ports {
  const ports = new Map(
    line
      .trim()
      .split(' ')
      .map((word) => [word.split('=')[0], Number(word.split('=')[1])]),
  );
  const portOf = (character: string): number => {
    const port = ports.get(character);
    if (!port) throw new Error(`The fleet has no port for ${character}.`);
    return port;
  };
  return Object.fromEntries(CHARACTERS.map((character) => [character, portOf(character)])) as Record<
    (typeof CHARACTERS)[number],
    number
  >;
}

/** Rejects with what to install when there is no compiler, or with what the compiler or the fleet said. */
export async function startFleet({ programs, holdMs, interceptor }: FleetOptions): Promise<Fleet> {
  const children: Child[] = [];
  const folder = temporaryFolder('fleet');
  const end = async () => {
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()));
    folder[Symbol.dispose]();
  };
  try {
    const program = await compile(findCompiler(), SOURCES, PARTS, join(folder.path, 'fleet'));
    while (children.length < programs) children.push(startChild(program, [String(holdMs), String(interceptor)]));
    const lines = await Promise.all(children.map((child) => firstLine(child, 'the fleet', START_SECONDS)));
    return { ports: lines.map(readPorts), pids: children.map(({ pid }) => pid), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
