/** Checks all candidates, in several processes, and judges each exactly once. */
import { availableParallelism } from 'node:os';
import { readMachine } from '@atlantic/kernel/overload/machine.ts';
import type { CandidateSource } from '../candidate.ts';
import type { CheckPlan, CheckResult, CheckWatcher, Verdict } from '../verdict.ts';
import { startCrew } from './crew.ts';
import { createDeadAddresses } from './dead-addresses.ts';
import { createDealing } from './dealing.ts';
import { type ProcessStatus, type ToRun, unpackVerdict } from './messages.ts';
import { createSpeedometer } from './progress.ts';
import { shareOut } from './share-out.ts';
import { createTally } from './tally.ts';
import { trackingProblem } from './tracked.ts';

export interface CheckMeans {
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Milliseconds since 1970. */
  readonly time?: () => number;
  /** What the operator should know, a sentence each, once. */
  readonly warn?: (sentence: string) => void;
  /** What each process says of itself, several times a second. */
  readonly onStatus?: (status: ProcessStatus) => void;
}

const PROGRESS_EVERY_MS = 1_000;
/** A run that judges nothing for so long, or for two whole checks, is over: something is wrong with this machine. */
const STALLED_MS = 120_000;

type Ended = CheckResult['ended'];

/**
 * Resolves when every candidate was judged, or cannot be, or with `ended` when it was broken off; all processes and their
 * connections are gone then. An aborted `signal` breaks it off within a second. Rejects with `internal_error` when check
 * processes do not stay alive.
 */
export async function runChecks(
  source: CandidateSource,
  plan: CheckPlan,
  watcher: CheckWatcher,
  signal: AbortSignal,
  means: CheckMeans = {},
): Promise<CheckResult> {
  const { now = () => performance.now(), time = Date.now, warn, onStatus } = means;
  const judgeDownMs = 1_000 * plan.settings.judgeSeconds;
  const total = source.size;
  const began = now();
  const tally = createTally(total, plan.settings.mode);
  const summary = () => tally.summary(Math.round(now() - began) / 1_000);
  if (plan.settings.mode === 'full' && plan.judges.length === 0) return { summary: summary(), ended: 'judge-down' };
  if (total === 0 || signal.aborted) return { summary: summary(), ended: signal.aborted ? 'aborted' : undefined };

  const dealing = createDealing(total);
  const dead = createDeadAddresses();
  const speed = createSpeedometer(began);
  const over = Promise.withResolvers<Ended>();
  const stalledMs = Math.max(STALLED_MS, 2_000 * plan.settings.totalSeconds);
  let judgedAt = began;
  let judgesUpAt = began;

  const settle = (holder: number, index: number): boolean => {
    if (!dealing.settle(holder, index)) return false;
    if (dealing.left() === 0) over.resolve(undefined);
    return true;
  };
  const judge = (holder: number, index: number, verdict: Verdict) => {
    if (!settle(holder, index)) return;
    tally.count(verdict);
    watcher.onVerdict(index, verdict);
  };

  /** The next that must be tried: those at addresses where nothing answers are judged on the way. */
  const take = (holder: number): number | undefined => {
    for (;;) {
      const index = dealing.take(holder);
      const code = index === undefined ? undefined : dead.codeOf(source.at(index));
      if (index === undefined || code === undefined) return index;
      judge(holder, index, { alive: false, stage: 'connect', code, detail: undefined, checkedAt: time() });
    }
  };

  function onMessage(holder: number, message: ToRun): void {
    if (message.kind === 'status') return onProcessStatus(message.status);
    if (message.kind === 'given-up') for (const index of message.indexes) settle(holder, index);
    else {
      judgedAt = now();
      crew.alive();
      for (const packed of message.verdicts) {
        const [index] = packed;
        const verdict = unpackVerdict(packed);
        dead.note(source.at(index), verdict);
        judge(holder, index, verdict);
      }
    }
    crew.deal();
  }

  function onProcessStatus(status: ProcessStatus): void {
    tally.repeated(status.requeued, status.retried);
    tally.inFlight(inFlight());
    if (status.judgesUp) judgesUpAt = now();
    else if (now() - judgesUpAt > judgeDownMs) over.resolve('judge-down');
    onStatus?.(status);
  }

  const inFlight = () => crew.statuses().reduce((sum, status) => sum + status.inFlight, 0);
  const shares = shareOut(plan.settings, total, { cores: availableParallelism(), ...readMachine() });
  const crew = startCrew({
    ...{ plan, source, ...shares, take, onMessage },
    held: dealing.held,
    onDeath: dealing.handBack,
    onFailure: over.reject,
  });

  let warned = false;
  const look = () => {
    const at = now();
    const done = tally.done();
    watcher.onProgress({ total, done, alive: tally.alive(), inFlight: inFlight(), ...speed(at, done, total) });
    const problem = warned ? undefined : trackingProblem();
    if (problem !== undefined) warn?.(problem);
    warned ||= problem !== undefined;
    if (at - judgedAt > stalledMs) over.resolve('aborted');
  };
  const timer = setInterval(look, PROGRESS_EVERY_MS);
  const abort = () => over.resolve('aborted');
  signal.addEventListener('abort', abort, { once: true });
  try {
    const ended = await over.promise;
    return { summary: summary(), ended };
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', abort);
    await crew.end();
  }
}
