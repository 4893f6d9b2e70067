/** Compiles the load generator and the origin. */
import { join } from 'node:path';
import { type Folder, temporaryFolder } from '@atlantic/tests/kit/folder.ts';
import { compile, findCompiler } from '../compile.ts';

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
  const compiler = findCompiler();
  const folder: Folder = temporaryFolder('bench');
  try {
    return {
      generator: await compile(compiler, SOURCES, GENERATOR, join(folder.path, 'generator')),
      origin: await compile(compiler, SOURCES, ['origin'], join(folder.path, 'origin')),
      compiler,
      [Symbol.dispose]: () => folder[Symbol.dispose](),
    };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}
