/** Which core runs what. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

/** The program under test has one core to itself, generator and origin share another. */
export const PROXY_CORE = 0;
export const GENERATOR_CORE = 1;

/** Throws where there are too few cores to keep generator and proxy apart. */
export function requireTwoCores(): void {
  if (availableParallelism() < 2)
    throw new Error('This benchmark needs two cores: one for the proxy, one for the load.');
}

/** Ties every thread of these processes to one core; what they start later inherits it (sched_setaffinity(2)). */
export async function pin(pids: readonly number[], core: number): Promise<void> {
  for (const pid of pids) await promisify(execFile)('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
}
