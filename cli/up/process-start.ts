/** When a process began, so that a number that the system gave to another process is not taken for it. */
import { readFileSync } from 'node:fs';

const BOOT = '/proc/sys/kernel/random/boot_id';
/** proc_pid_stat(5): `starttime` is the 22nd field, the 20th after the command's closing bracket; `state` is the first. */
const STARTED = 19;

/**
 * A text that no other process of this number has; undefined where the system does not tell (no /proc), and for a
 * zombie, which nobody has collected but which holds nothing any more.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${readFileSync(BOOT, 'utf8').trim()}/${fields[STARTED]}`;
  } catch {
    return undefined;
  }
}

/** Whether a process of this number runs, and began at `started` where the system tells. */
export function isRunning(pid: number, started: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === undefined || processStart(pid) === started;
}
