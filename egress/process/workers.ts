/**
 * The primary's workers: as many as the snapshot says, each listening on the same sockets (`SCHED_NONE`: the kernel
 * hands a connection to whoever accepts first). One that dies is replaced, at growing intervals when it dies young.
 */
import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { BoundListener, ToPrimary, ToWorker } from './messages.ts';
import { createQuestions } from './questions.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that lived so long did not die of its start. */
const HEALTHY_MS = 60_000;
/** A worker that is just starting takes longest. */
const ADOPTION_DEADLINE_MS = 10_000;
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
  /** Lets every worker finish and leave. */
  drain(): Promise<void>;
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

  const say = (member: Member, message: ToWorker) => {
    if (member.worker.isConnected()) member.worker.send(message, undefined, () => {});
  };
  const ofGeneration = () => [...members.values()].filter((member) => member.generation === generation);
  const allServing = () => {
    const now = ofGeneration();
    return now.length === plan.count && now.every((member) => member.serving);
  };

  const retire = (member: Member) => {
    say(member, { kind: 'drain' });
    const killer = setTimeout(() => member.worker.process.kill('SIGKILL'), plan.drainMs + DRAIN_GRACE_MS);
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
    });
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
    if (allServing()) for (const old of members.values()) if (old.generation !== generation) retire(old);
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

  return {
    apply(next) {
      const same = JSON.stringify([next.count, next.listeners]) === JSON.stringify([plan.count, plan.listeners]);
      plan = next;
      if (same || draining) return;
      generation += 1;
      for (let index = 0; index < plan.count; index += 1) start();
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
    ids: () => [...members.keys()],
    pids: () => [...members.values()].filter(({ serving }) => serving).map(({ worker }) => worker.process.pid ?? 0),
    allServing,
    drain() {
      draining = true;
      if (members.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onEmpty = resolve;
        for (const member of members.values()) retire(member);
      });
    },
  };
}
