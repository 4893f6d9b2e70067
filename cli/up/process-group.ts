/**
 * A supervised process leads a process group of its own, so that what it started can be found and ended with it, even
 * after it died itself. It also keeps Ctrl-C, which reaches the terminal's whole group, from the children: the
 * supervisor gives the order.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Windows has no process groups: there a signal reaches the leader alone. */
export const HAS_GROUPS = process.platform !== 'win32';

/** How often a group is looked for, in milliseconds: the system tells nobody when a group ends. */
const LOOK_EVERY = 20;

/** Sends a signal to every process of the group; 0 only asks. False when nobody is left. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(HAS_GROUPS ? -leader : leader, signal);
  } catch {
    return false;
  }
}

/** proc_pid_stat(5): does this process run, as a member of that group? A zombie does not. */
function runsIn(group: number, pid: number | string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , groupOf] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(groupOf) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

/**
 * Whether anybody of the group runs. Those whose parent died are zombies until the first process of the system collects
 * them, which in a container may be never; they do not count where the system tells (/proc).
 */
export function groupRuns(leader: number): boolean {
  if (!signalGroup(leader, 0)) return false;
  if (process.platform !== 'linux' || runsIn(leader, leader)) return true;
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && runsIn(leader, name));
}

/** Waits until nobody of the group runs; false when some still do after `deadlineMs`. */
export async function groupGone(leader: number, deadlineMs: number): Promise<boolean> {
  for (let waited = 0; groupRuns(leader); waited += LOOK_EVERY) {
    if (waited >= deadlineMs) return false;
    await sleep(LOOK_EVERY);
  }
  return true;
}
