/** The processes of one Atlantic, found by what /proc says of them, so that each can be killed at will. */
import { readdirSync, readFileSync } from 'node:fs';
import { isRunning } from './alive.ts';
import type { Atlantic } from './atlantic.ts';

export type Role = 'supervisor' | 'control' | 'primary' | 'worker' | 'supply';

export interface RunningProcess {
  readonly pid: number;
  readonly role: Role;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Undefined for a process of somebody else. The environment in /proc is the one it was started with (proc(5)). */
function roleOf(pid: string, data: string): Role | undefined {
  const environment = read(`/proc/${pid}/environ`).split('\0');
  if (!environment.includes(`ATLANTIC_DATA=${data}`)) return undefined;
  const command = read(`/proc/${pid}/cmdline`);
  if (command.includes('/control/main.ts')) return 'control';
  if (command.includes('/supply/main.ts')) return 'supply';
  if (!command.includes('/egress/main.ts')) return undefined;
  // node:cluster numbers its workers in this variable.
  return environment.some((entry) => entry.startsWith('NODE_UNIQUE_ID=')) ? 'worker' : 'primary';
}

/** Everything that runs for this data directory, workers whose primary is dead included; the supervisor comes first. */
export function processesOf({ data, ready }: Pick<Atlantic, 'data' | 'ready'>): RunningProcess[] {
  const { supervisor } = ready.pids;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): RunningProcess[] => {
      const role = roleOf(name, data);
      return role && isRunning(Number(name)) ? [{ pid: Number(name), role }] : [];
    });
  return isRunning(supervisor) ? [{ pid: supervisor, role: 'supervisor' }, ...children] : children;
}
