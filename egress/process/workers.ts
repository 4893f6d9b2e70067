/**
 * The primary's workers: as many as the snapshot says, each listening on the same sockets (`SCHED_NONE`: the kernel
 * hands a connection to whoever accepts first). One that dies is replaced, at growing intervals when it dies young.
 */
import cluster, { type Worker } from 'node:cluster';
import type { LogLevel } from '@atlantic/contract/process.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { PoolWord } from '@atlantic/kernel/pool/standings.ts';
import type { BoundListener, ToPrimary, ToWorker } from './messages.ts';
import { createQuestions } from './questions.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that lived so long did not die of its start. */
const HEALTHY_MS = 60_000;
/** A worker that is just starting takes longest. */
const ADOPTION_DEADLINE_MS = 10_000;
/** For all workers of a new generation to accept. */
const ROLLOUT_DEADLINE_MS = 25_000;
/** What a worker may take beyond the drain deadline before it is killed. */
const DRAIN_GRACE_MS = 4_000;

export interface WorkersOptions {
  log: Logger;
  ledgerFile(worker: number): string;
  snapshotFile: string;
  onMessage(worker: number, message: ToPrimary): void;
  onGone(worker: number): void;
  /** The set of serving workers has changed. */
  onChange(): void;
  /** What workers log from, at first. */
  logLevel: LogLevel;
  /** What else a worker that starts is told. */
  words(): readonly ToWorker[];
  /** How endpoints stand, for a worker that starts. */
  health(worker: number): readonly PoolWord[];
}

export interface Workers {
  /** Brings the workers in line with a plan; a changed plan is rolled out with no moment without listeners. */
  apply(plan: { count: number; listeners: readonly BoundListener[]; drainMs: number }): void;
  tell(worker: number, message: ToWorker): void;
  /** Has every worker serve from the snapshot on disk. Rejects when one did not say so in time. */
  adoptSnapshot(): Promise<void>;
  /** Ids of the workers that live. */
  ids(): number[];
  /** Process ids of the workers that serve. */
  pids(): number[];
  allServing(): boolean;
  /** Has every worker log from this level on, and those that start later. Rejects when one did not say so in time. */
  setLogLevel(level: LogLevel): Promise<void>;
  /** Replaces every worker. Resolves when the new ones serve; rejects when they do not in time. */
  restart(): Promise<void>;
  /** Lets every worker finish and leave, within so many milliseconds, or those of the plan. */
  drain(withinMs?: number): Promise<void>;
}

interface Member {
  worker: Worker;
  generation: number;
  serving: boolean;
  startedAt: number;
}

export function createWorkers(options: WorkersOptions): Workers {
  const { log } = options;
  const members = new Map<number, Member>();
  const adoptions = createQuestions<void>(ADOPTION_DEADLINE_MS);
  let plan = { count: 0, listeners: [] as readonly BoundListener[], drainMs: 0 };
  let generation = 0;
  let pause = FIRST_PAUSE_MS;
  let draining = false;
  let onEmpty: (() => void) | undefined;
  let { logLevel } = options;
  /** Whoever waits until all workers of a generation serve. */
  const rollouts = createQuestions<void>(ROLLOUT_DEADLINE_MS);
  const waiting = new Map<number, number>();

  const say = (member: Member, message: ToWorker) => {
    if (member.worker.isConnected()) member.worker.send(message, undefined, () => {});
  };
  const ofGeneration = () => [...members.values()].filter((member) => member.generation === generation);
  const allServing = () => {
    const now = ofGeneration();
    return now.length === plan.count && now.every((member) => member.serving);
  };

  const retire = (member: Member, withinMs = plan.drainMs) => {
    say(member, { kind: 'drain', withinMs });
    const killer = setTimeout(() => member.worker.process.kill('SIGKILL'), withinMs + DRAIN_GRACE_MS);
    member.worker.once('exit', () => clearTimeout(killer));
  };

  const start = () => {
    const worker = cluster.fork();
    const member: Member = { worker, generation, serving: false, startedAt: performance.now() };
    members.set(worker.id, member);
    say(member, {
      kind: 'start',
      ledgerFile: options.ledgerFile(worker.id),
      snapshotFile: options.snapshotFile,
      listeners: plan.listeners,
      logLevel,
      health: options.health(worker.id),
    });
    for (const word of options.words()) say(member, word);
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'failed')
        log.error('a listener could not be opened', { listener: message.listener, error: message.error });
      if (message.kind === 'serving') onServing(member);
      if (message.kind === 'adopted') adoptions.answer(message.id, undefined);
      options.onMessage(worker.id, message);
    });
    worker.on('exit', () => onExit(member));
  };

  const onServing = (member: Member) => {
    member.serving = true;
    if (allServing()) {
      for (const old of members.values()) if (old.generation !== generation) retire(old);
      for (const [id, wanted] of waiting) if (wanted <= generation) rollouts.answer(id, undefined);
    }
    options.onChange();
  };

  const onExit = (member: Member) => {
    const { worker } = member;
    members.delete(worker.id);
    options.onGone(worker.id);
    options.onChange();
    if (members.size === 0) onEmpty?.();
    if (draining || member.generation !== generation) return;
    if (performance.now() - member.startedAt > HEALTHY_MS) pause = FIRST_PAUSE_MS;
    log.warn('a worker ended and is replaced', { worker: worker.id, pid: worker.process.pid, milliseconds: pause });
    setTimeout(() => {
      if (!draining && ofGeneration().length < plan.count) start();
    }, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };

  const nextGeneration = () => {
    generation += 1;
    for (let index = 0; index < plan.count; index += 1) start();
  };

  return {
    apply(next) {
      const same = JSON.stringify([next.count, next.listeners]) === JSON.stringify([plan.count, plan.listeners]);
      plan = next;
      if (!same && !draining) nextGeneration();
    },
    tell(worker, message) {
      const member = members.get(worker);
      if (member) say(member, message);
    },
    async adoptSnapshot() {
      await Promise.all(
        [...members.values()].map((member) => adoptions.ask((id) => say(member, { kind: 'snapshot', id }))),
      );
    },
    async setLogLevel(level) {
      logLevel = level;
      await Promise.all(
        [...members.values()].map((member) => adoptions.ask((id) => say(member, { kind: 'log-level', id, level }))),
      );
    },
    async restart() {
      if (draining || plan.count === 0) throw new Error('there are no workers that serve');
      nextGeneration();
      let asked = 0;
      const rolled = rollouts.ask((id) => {
        asked = id;
        waiting.set(id, generation);
      });
      await rolled.finally(() => waiting.delete(asked));
    },
    ids: () => [...members.keys()],
    pids: () => [...members.values()].filter(({ serving }) => serving).map(({ worker }) => worker.process.pid ?? 0),
    allServing,
    drain(withinMs = plan.drainMs) {
      draining = true;
      if (members.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onEmpty = resolve;
        for (const member of members.values()) retire(member, withinMs);
      });
    },
  };
}
