/** Compiles programs of this folder with the system's C compiler: programs of Node would be the bottleneck. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '@atlantic/tests/kit/program.ts';

const FLAGS = ['-std=c17', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Werror'];

/** The compiler's path. Throws an Error that says what to install when there is none. */
export function findCompiler(): string {
  const gcc = findProgram('gcc');
  if (process.platform !== 'linux') throw new Error('This benchmark needs Linux: epoll, timerfd, /proc and taskset.');
  if (!gcc)
    throw new Error('This benchmark compiles its load generator: install gcc (Debian: apt-get install gcc libc6-dev).');
  return gcc;
}

/** Compiles `sources`, named without `.c`, of `from` to the program `output`. Rejects with what the compiler said. */
export async function compile(gcc: string, from: string, sources: readonly string[], output: string): Promise<string> {
  const files = sources.map((source) => join(from, `${source}.c`));
  await promisify(execFile)(gcc, [...FLAGS, '-o', output, ...files]);
  return output;
}
