/** A check process: a run forks it, hands it candidates and hears verdicts. It ends when it is told to, or the run is gone. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { followParent, onStopSignal, tellParent } from '@atlantic/kernel/process/parent.ts';
import type { CheckPlan, Verdict } from '../verdict.ts';
import { MOST_IN_MESSAGE, packVerdict, type ToProcess, type ToRun, unpackCandidate } from './messages.ts';
import { openChecker } from './open-checker.ts';
import { createPace, LOOK_EVERY_MS } from './pace.ts';
import { createWork, TURN_MS, type Work } from './work.ts';

/** The delay is sampled by a timer of this period, which is part of what it measures. */
const RESOLUTION_MS = 10;
/** A verdict is told after so long, or when a message is full. */
const TELL_EVERY_TURNS = 5;

const now = () => performance.now();
const tell = (message: ToRun) => void tellParent(message);
const lateness = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

/** Begins to work, and returns what takes candidates. */
function start(plan: CheckPlan, most: number): Work {
  const { checker, judgesUp } = openChecker(plan);
  const pace = createPace(most);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let verdicts: (readonly [number, Verdict])[] = [];

  const tellVerdicts = () => {
    if (verdicts.length === 0) return;
    tell({ kind: 'verdicts', verdicts: verdicts.map(([index, verdict]) => packVerdict(index, verdict)) });
    verdicts = [];
  };
  const work = createWork({
    ...{ checker, pace, judgesUp, now, random: Math.random },
    retries: plan.settings.retries,
    totalMs: plan.settings.totalSeconds * 1_000,
    onVerdict(index, verdict) {
      verdicts.push([index, verdict]);
      if (verdicts.length >= MOST_IN_MESSAGE) tellVerdicts();
    },
    onGivenUp: (index) => tell({ kind: 'given-up', indexes: [index] }),
  });

  let turns = 0;
  setInterval(() => {
    work.turn();
    turns += 1;
    if (turns % TELL_EVERY_TURNS === 0) tellVerdicts();
  }, TURN_MS);

  let looked = { now: now(), usage: process.cpuUsage() };
  setInterval(() => {
    const { user, system } = process.cpuUsage(looked.usage);
    const at = now();
    const cpuShare = (user + system) / 1_000 / (at - looked.now);
    looked = { now: at, usage: process.cpuUsage() };
    pace.look({ now: at, loopDelayMs: delay.count === 0 ? 0 : lateness(delay.mean), cpuShare });
    const loopDelayMs = lateness(delay.percentile(99));
    delay.reset();
    const status = {
      pid: process.pid,
      inFlight: checker.inFlight,
      limit: pace.limit(),
      judgesUp: judgesUp(),
      loopDelayMs,
    };
    tell({ kind: 'status', status: { ...status, ...work.repeated() } });
  }, LOOK_EVERY_MS);
  return work;
}

/** The kernel closes what is open, which takes it no longer than it would take us. */
const end = () => process.exit(0);

let work: Work | undefined;
process.on('message', (message: ToProcess) => {
  if (message.kind === 'stop') return end();
  if (message.kind === 'start') {
    work ??= start(message.plan, message.most);
    return;
  }
  for (const packed of message.candidates) work?.add(packed[0], unpackCandidate(packed));
});
onStopSignal(end);
followParent(end);
