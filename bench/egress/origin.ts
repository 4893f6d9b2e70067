/** The origin of a run: started on the generator's core, ended with the run. */
import { type Child, startChild } from '@atlantic/tests/kit/child.ts';
import { GENERATOR_CORE } from './cores.ts';
import { firstLine } from './first-line.ts';

const START_SECONDS = 5;

export interface Origin extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

export async function startOrigin(program: string): Promise<Origin> {
  const child: Child = startChild('taskset', ['-c', String(GENERATOR_CORE), program]);
  const end = () => child[Symbol.asyncDispose]();
  try {
    const port = Number(await firstLine(child, 'the origin', START_SECONDS));
    return { port, pid: child.pid, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
