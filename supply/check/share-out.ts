/** How many check processes there are, and how many checks each may have in flight. */
import type { CheckSettings } from '@atlantic/contract/supply/settings.ts';

/** Descriptors a process keeps free of checks: for its own files, names to be looked up, and what nobody thought of. */
const HEAD_ROOM = 0.1;
const LEAST_HEAD_ROOM = 256;
/** Where the system does not tell its limit: what most systems give. */
const USUAL_DESCRIPTORS = 1_024;
/** Up to so many, a second process costs more memory than it saves time. */
const WORTH_A_PROCESS = 2_000;
const MOST_PROCESSES = 64;

/** Checks that a process with so many descriptors may have in flight: one takes one descriptor at a time. */
export function descriptorBudget(descriptors = USUAL_DESCRIPTORS): number {
  return Math.max(1, descriptors - Math.max(LEAST_HEAD_ROOM, Math.ceil(descriptors * HEAD_ROOM)));
}

export interface Shares {
  readonly processes: number;
  /** Checks in flight, for each. */
  readonly each: number;
}

/** `descriptors`: of one process. Asked for more than they allow, each has what they allow. */
export function shareOut(
  { concurrency, processes }: Pick<CheckSettings, 'concurrency' | 'processes'>,
  candidates: number,
  { cores, descriptors }: { readonly cores: number; readonly descriptors: number | undefined },
): Shares {
  const budget = descriptorBudget(descriptors);
  const wanted = Math.max(1, Math.min(concurrency, candidates));
  const needed = Math.ceil(wanted / budget);
  const useful = Math.min(cores, Math.ceil(wanted / WORTH_A_PROCESS));
  const count = Math.min(MOST_PROCESSES, wanted, processes > 0 ? processes : Math.max(needed, useful));
  return { processes: count, each: Math.min(budget, Math.ceil(wanted / count)) };
}
