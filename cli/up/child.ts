/** One supervised process: started, waited for, started again when it dies, and stopped with all that it started. */
import type { ChildProcess } from 'node:child_process';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { BACKOFF, type BackoffTiming, createBackoff } from './backoff.ts';
import { startLife } from './life.ts';
import { groupGone, groupRuns, signalGroup } from './process-group.ts';

export interface ChildTiming extends BackoffTiming {
  /** A process that has not said that it serves by then is killed. */
  readonly readyMs: number;
}

export const CHILD_TIMING: ChildTiming = { ...BACKOFF, readyMs: 20_000 };

/** A process that ends this often before it was ever ready will not become so. */
const MOST_FAILED_STARTS = 3;
/** After SIGKILL only the kernel's own work is left. */
const KILL_MS = 2000;

export interface ChildPlan<Ready> {
  /** As messages call it. */
  readonly name: string;
  /** Absolute path of the program. */
  readonly entry: string;
  /** The environment of each start; `former` is what the last life said when it was ready. */
  readonly environment: (former: Ready | undefined) => NodeJS.ProcessEnv;
  /** Reads a message of the process; undefined for those that do not say that it serves. */
  readonly readMessage: (message: unknown) => Ready | undefined;
  /** Reads a message of the process; true for the one that says that it ends for good. */
  readonly isLast?: (message: unknown) => boolean;
  /** Called each time the process says that it serves. */
  readonly onReady: (ready: Ready) => void;
  /** Called when it has died and will be started again. */
  readonly onDeath: (how: string, restartInMs: number) => void;
  /** Others can do without it: it is started again and again, though it has never served. */
  readonly dispensable?: true;
  readonly timing: ChildTiming;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export interface Child<Ready> {
  /** The first readiness. Rejects with AtlanticError when the process ends three times without it. */
  readonly ready: Promise<Ready>;
  /** Resolves when the process has ended for good, as it said it would. */
  readonly ended: Promise<void>;
  /** Of the present life; undefined between two. */
  pid(): number | undefined;
  /** What it said last when it was ready. */
  latest(): Ready | undefined;
  /** Signals the present life; between two there is nobody to hear it. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL for whoever is left after `graceMs`. True when nobody was. */
  stop(graceMs: number): Promise<boolean>;
  /** Ends everything at once. */
  kill(): void;
}

/** Starts the process and keeps it running until `stop` or `kill`. */
export function startChild<Ready>(plan: ChildPlan<Ready>): Child<Ready> {
  const { name, entry, timing, now } = plan;
  const first = Promise.withResolvers<Ready>();
  const last = Promise.withResolvers<void>();
  const waitAfter = createBackoff(timing);
  /** Groups that may have members: the present one, and those whose leader died before the rest. */
  const groups = new Set<number>();
  let life: ChildProcess | undefined;
  let readyAt: number | undefined;
  let former: Ready | undefined;
  let failedStarts = 0;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let ending = false;

  function start(): void {
    readyAt = undefined;
    life = startLife({ entry, environment: plan.environment(former), readyMs: timing.readyMs, onMessage, onEnd });
    if (life.pid !== undefined) groups.add(life.pid);
  }

  function onMessage(message: unknown): boolean {
    if (plan.isLast?.(message)) ending = true;
    const ready = plan.readMessage(message);
    if (ready === undefined || stopping) return false;
    readyAt ??= now();
    former = ready;
    plan.onReady(ready);
    first.resolve(ready);
    return true;
  }

  function onEnd(how: string): void {
    life = undefined;
    for (const leader of groups) if (!groupRuns(leader)) groups.delete(leader);
    if (ending) last.resolve();
    if (stopping || ending) return;
    if (former === undefined && ++failedStarts === MOST_FAILED_STARTS) {
      const detail = `${name} ended ${failedStarts} times before it was ready, the last time with ${how}.`;
      first.reject(new AtlanticError('internal_error', { detail }));
      if (!plan.dispensable) return;
    }
    const wait = waitAfter(readyAt === undefined ? 0 : now() - readyAt);
    plan.onDeath(how, wait);
    restart = setTimeout(start, wait);
  }

  function kill(): void {
    stopping = true;
    clearTimeout(restart);
    for (const leader of groups) signalGroup(leader, 'SIGKILL');
  }

  /** Whether every group is gone in time. */
  async function allGone(withinMs: number): Promise<boolean> {
    const gone = await Promise.all([...groups].map((leader) => groupGone(leader, withinMs)));
    return gone.every((one) => one);
  }

  async function stop(graceMs: number): Promise<boolean> {
    stopping = true;
    clearTimeout(restart);
    life?.kill('SIGTERM');
    // Those whose leader is dead get no order from it.
    for (const leader of groups) if (leader !== life?.pid) signalGroup(leader, 'SIGTERM');
    if (await allGone(graceMs)) return true;
    kill();
    await allGone(KILL_MS);
    return false;
  }

  start();
  return {
    ready: first.promise,
    ended: last.promise,
    pid: () => life?.pid,
    latest: () => former,
    signal: (name) => void life?.kill(name),
    stop,
    kill,
  };
}
