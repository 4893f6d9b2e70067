/** Which process is meant, even after its number has been given to another. */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  /** Clock ticks between boot and the start of the process (proc(5), field 22), or 0 where the system does not tell. */
  startTicks: number;
}

/** Start time of a live process, 0 where unknown, undefined when there is no such process. */
function startTicks(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name in brackets may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : Number(fields[19]);
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    process.kill(pid, 0);
    return 0;
  } catch {
    return undefined;
  }
}

export const ownIdentity = (): ProcessIdentity => ({ pid: process.pid, startTicks: startTicks(process.pid) ?? 0 });

/** Is this very process still running? A zombie is not. */
export function isAlive({ pid, startTicks: started }: ProcessIdentity): boolean {
  const ticks = startTicks(pid);
  return ticks !== undefined && (ticks === started || ticks === 0 || started === 0);
}
