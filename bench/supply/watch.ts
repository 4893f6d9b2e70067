/** Looks at a program and all its processes from outside, again and again, and keeps the most it saw. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { parsePss, processesFrom } from '../egress/memory.ts';

export interface Most {
  /** Octets of all processes at one time, pages that they share counted once. */
  pss: number;
  /** The same, shared pages counted in each. */
  rss: number;
  /** Of one process. */
  descriptors: number;
  processes: number;
}

const EVERY_MS = 500;

const quietly = <Value>(look: () => Value, otherwise: Value): Value => {
  try {
    return look();
  } catch {
    // The process has just ended.
    return otherwise;
  }
};
const rssOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
const pssOf = (pid: number): number => parsePss(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) * 1_024;
const descriptorsOf = (pid: number): number =>
  statSync(`/proc/${pid}/fd`).size || readdirSync(`/proc/${pid}/fd`).length;

/** Watches until it is disposed of. */
export function watchProgram(pid: number): Disposable & { readonly most: Most } {
  const most: Most = { pss: 0, rss: 0, descriptors: 0, processes: 0 };
  const look = () => {
    const pids = processesFrom(pid);
    const sum = (of: (member: number) => number) =>
      pids.reduce((total, member) => total + quietly(() => of(member), 0), 0);
    most.pss = Math.max(most.pss, sum(pssOf));
    most.rss = Math.max(most.rss, sum(rssOf));
    most.descriptors = Math.max(most.descriptors, ...pids.map((member) => quietly(() => descriptorsOf(member), 0)));
    most.processes = Math.max(most.processes, pids.length);
  };
  const timer = setInterval(look, EVERY_MS);
  return { most, [Symbol.dispose]: () => clearInterval(timer) };
}
