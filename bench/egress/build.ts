/** Compiles the load generator and the origin with the system's C compiler: programs of Node would be the bottleneck. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Folder, temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { findProgram } from '@atlantic/tests/kit/program.ts';

const FLAGS = ['-std=c17', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Werror'];
const SOURCES = join(import.meta.dirname, 'generator');
const GENERATOR = ['main', 'dial', 'report', 'tunnel', 'throughput', 'tunnels', 'requests', 'latency', 'idle'];

export interface Programs extends Disposable {
  /** Absolute paths. */
  readonly generator: string;
  readonly origin: string;
  readonly compiler: string;
}

/** Rejects with what to install when there is no compiler, or with what the compiler said. */
export async function buildPrograms(): Promise<Programs> {
  const gcc = findProgram('gcc');
  if (process.platform !== 'linux') throw new Error('This benchmark needs Linux: epoll, timerfd, /proc and taskset.');
  if (!gcc)
    throw new Error('This benchmark compiles its load generator: install gcc (Debian: apt-get install gcc libc6-dev).');
  const folder: Folder = temporaryFolder('bench');
  const compile = async (name: string, sources: readonly string[]) => {
    const output = join(folder.path, name);
    const files = sources.map((source) => join(SOURCES, `${source}.c`));
    await promisify(execFile)(gcc, [...FLAGS, '-o', output, ...files]);
    return output;
  };
  try {
    return {
      generator: await compile('generator', GENERATOR),
      origin: await compile('origin', ['origin']),
      compiler: gcc,
      [Symbol.dispose]: () => folder[Symbol.dispose](),
    };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}
