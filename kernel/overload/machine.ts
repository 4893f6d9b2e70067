/** What this machine gives a process: memory, descriptors, heap. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Machine } from './ceilings.ts';

/** The soft limit, which Node has raised to the hard one when it started; undefined where /proc does not say. */
export function descriptorLimit(text: string): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

export function readMachine(): Machine {
  // Without a control group, or in one without a limit, the system says 0 or more than there is.
  const group = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return {
    memory: Math.min(totalmem(), group),
    descriptors: descriptorLimit(readLimits()),
    heap: getHeapStatistics().heap_size_limit,
  };
}

const OPEN_DESCRIPTORS = '/proc/self/fd';

/** Descriptors that this process has open; 0 where the system does not say. */
export function openDescriptors(): number {
  try {
    // Linux says the number for the size since 6.2; before, the size is 0.
    return statSync(OPEN_DESCRIPTORS).size || readdirSync(OPEN_DESCRIPTORS).length;
  } catch {
    return 0;
  }
}
