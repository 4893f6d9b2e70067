/** The memory of a program: all its processes, pages they share counted once. */
import { readdirSync, readFileSync } from 'node:fs';

/** The parent in `/proc/PID/stat` (proc(5)); the name before it, in parentheses, may hold anything. */
export function parentOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** `pid` and all that came from it, by a list of `[process, parent]`. */
export function familyOf(pid: number, parents: readonly (readonly [pid: number, parent: number])[]): number[] {
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** The proportional set size of `/proc/PID/smaps_rollup`, in KiB: a page that three processes map counts a third in each. */
export const parsePss = (rollup: string): number => Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has just ended.
    return '';
  }
}

/** A program's processes: the one that was started and all that came from it. */
export function processesFrom(pid: number): number[] {
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = running.map((name) => [Number(name), parentOf(read(`/proc/${name}/stat`))] as const);
  return familyOf(pid, parents);
}

/** KiB of all processes that came from `pid`. What the kernel holds for their sockets is not in it. */
export function pssOf(pid: number): number {
  return processesFrom(pid).reduce((sum, member) => sum + parsePss(read(`/proc/${member}/smaps_rollup`)), 0);
}
