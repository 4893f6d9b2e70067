/**
 * The primary's workers: as many as the snapshot says, each listening on the same sockets (`SCHED_NONE`: the kernel
 * hands a connection to whoever accepts first). One that dies is replaced, at growing intervals when it dies young.
 * Listeners come and go within the workers that run; only their number, or an order, starts and retires them.
 */
import cluster, { type Worker } from 'node:cluster';
import type { Ban } from '@atlantic/contract/ban.ts';
import { formatBind } from '@atlantic/contract/config/bind.ts';
import type { LogLevel } from '@atlantic/contract/process.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { PoolWord } from '@atlantic/kernel/pool/standings.ts';
import type { BoundListener, ListenerFailure, ToPrimary, ToWorker } from './messages.ts';
import { createQuestions } from './questions.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that lived so long did not die of its start. */
const HEALTHY_MS = 60_000;
/** A worker that is just starting takes longest. */
const ADOPTION_DEADLINE_MS = 10_000;
/** For a worker that takes the place of another to accept. */
const START_DEADLINE_MS = 20_000;
/** What a worker may take beyond the drain deadline before it is killed. */
const DRAIN_GRACE_MS = 4_000;

export interface WorkersOptions {
  log: Logger;
  ledgerFile(worker: number): string;
  snapshotFile: string;
  onMessage(worker: number, message: ToPrimary): void;
  onGone(worker: number): void;
  /** Who serves, or what is listened on, has changed. */
  onChange(): void;
  /** What workers log from, at first. */
  logLevel: LogLevel;
  /** What else a worker that starts is told. */
  words(): readonly ToWorker[];
  /** How endpoints stand, for a worker that starts. */
  health(worker: number): readonly PoolWord[];
  /** Those in force, for a worker that starts. */
  bans(): readonly Ban[];
}

export interface Workers {
  /** Brings the workers in line with a plan. Those there are take its listeners over with `adoptSnapshot`. */
  apply(plan: { count: number; listeners: readonly BoundListener[]; drainMs: number }): void;
  tell(worker: number, message: ToWorker): void;
  /** Tells every worker something that it answers by `adopted`. Rejects when one did not say so in time. */
  tellAll(message: (id: number) => ToWorker): Promise<void>;
  /** Has every worker serve from the snapshot on disk, on the plan's listeners. Rejects when one did not say so in time. */
  adoptSnapshot(): Promise<void>;
  /** What is really listened on. */
  listeners(): readonly BoundListener[];
  /** What could not be opened. As long as there is anything, listeners that were to go stay. */
  failures(): readonly ListenerFailure[];
  /** Ids of the workers that live. */
  ids(): number[];
  /** Process ids of the workers that serve. */
  pids(): number[];
  allServing(): boolean;
  /** Has every worker log from this level on, and those that start later. Rejects when one did not say so in time. */
  setLogLevel(level: LogLevel): Promise<void>;
  /** Replaces one worker after the other, each by one that serves already. Rejects when a new one does not in time. */
  restart(): Promise<void>;
  /** Lets every worker finish and leave, within so many milliseconds, or those of the plan. */
  drain(withinMs?: number): Promise<void>;
}

interface Member {
  worker: Worker;
  /** When it accepts. Rejects when it ended first. */
  serving: PromiseWithResolvers<void>;
  serves: boolean;
  /** It takes nothing new and will end. */
  retired: boolean;
  startedAt: number;
  /** Questions it has not answered. */
  asked: Set<number>;
}

export function createWorkers(options: WorkersOptions): Workers {
  const { log } = options;
  const members = new Map<number, Member>();
  const answers = createQuestions<readonly ListenerFailure[]>(ADOPTION_DEADLINE_MS);
  let plan = { count: 0, listeners: [] as readonly BoundListener[], drainMs: 0 };
  let open: readonly BoundListener[] = [];
  let failed: readonly ListenerFailure[] = [];
  let pause = FIRST_PAUSE_MS;
  let draining = false;
  let onEmpty: (() => void) | undefined;
  let { logLevel } = options;
  let rolling: Promise<void> = Promise.resolve();
  let shrinking = false;

  const say = (member: Member, message: ToWorker) => {
    if (member.worker.isConnected()) member.worker.send(message, undefined, () => {});
  };
  const live = () => [...members.values()].filter(({ retired }) => !retired);
  const allServing = () => plan.count > 0 && live().filter(({ serves }) => serves).length >= plan.count;

  /** Resolves when it has ended. */
  const retire = (member: Member, withinMs: number, others: boolean): Promise<void> => {
    member.retired = true;
    say(member, { kind: 'drain', withinMs, others });
    const killer = setTimeout(() => member.worker.process.kill('SIGKILL'), withinMs + DRAIN_GRACE_MS);
    return new Promise((resolve) => {
      member.worker.once('exit', () => {
        clearTimeout(killer);
        resolve();
      });
    });
  };

  const start = (): Member => {
    const worker = cluster.fork();
    const serving = Promise.withResolvers<void>();
    serving.promise.catch(() => {});
    const startedAt = performance.now();
    const member: Member = { worker, serving, serves: false, retired: false, startedAt, asked: new Set() };
    members.set(worker.id, member);
    say(member, {
      kind: 'start',
      ledgerFile: options.ledgerFile(worker.id),
      snapshotFile: options.snapshotFile,
      listeners: open,
      logLevel,
      health: options.health(worker.id),
      bans: options.bans(),
    });
    for (const word of options.words()) say(member, word);
    worker.on('message', (message: ToPrimary) => {
      if (message.kind === 'failed' || message.kind === 'adopted') sayFailures(message.failed);
      if (message.kind === 'serving') {
        member.serves = true;
        serving.resolve();
        options.onChange();
      }
      if (message.kind === 'adopted') {
        member.asked.delete(message.id);
        answers.answer(message.id, message.failed);
      }
      options.onMessage(worker.id, message);
    });
    worker.on('exit', () => onExit(member));
    return member;
  };

  const sayFailures = (failures: readonly ListenerFailure[]) => {
    for (const { listener, error } of failures) log.error('a listener could not be opened', { listener, error });
  };

  const fill = () => {
    while (!draining && live().length < plan.count) start();
  };

  const onExit = (member: Member) => {
    const { worker } = member;
    members.delete(worker.id);
    member.serving.reject(new Error('a worker ended before it served'));
    // Nobody need wait for one that is gone.
    for (const id of member.asked) answers.answer(id, []);
    options.onGone(worker.id);
    options.onChange();
    if (members.size === 0) onEmpty?.();
    if (draining || member.retired) return;
    if (performance.now() - member.startedAt > HEALTHY_MS) pause = FIRST_PAUSE_MS;
    log.warn('a worker ended and is replaced', { worker: worker.id, pid: worker.process.pid, milliseconds: pause });
    setTimeout(fill, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };

  /** Too many are retired one at a time, the youngest first: the next when the one before has ended. */
  const shrink = async () => {
    if (shrinking) return;
    shrinking = true;
    for (let spare = live(); !draining && spare.length > plan.count; spare = live()) {
      const youngest = spare.at(-1);
      if (youngest) await retire(youngest, plan.drainMs, true);
    }
    shrinking = false;
  };

  const ask = (member: Member, message: (id: number) => ToWorker) =>
    answers.ask((id) => {
      member.asked.add(id);
      say(member, message(id));
    });
  const askAll = (message: (id: number) => ToWorker) =>
    Promise.all([...members.values()].map((member) => ask(member, message)));

  /** Resolves when it serves; one that does not in time is killed. */
  const inPlace = async (member: Member): Promise<void> => {
    const late = setTimeout(() => {
      member.retired = true;
      member.worker.process.kill('SIGKILL');
    }, START_DEADLINE_MS);
    await member.serving.promise.finally(() => clearTimeout(late));
  };

  const roll = async () => {
    for (const old of live()) {
      if (draining) return;
      await inPlace(start());
      // It may have died meanwhile, and then its place is taken.
      if (!members.has(old.worker.id) || old.retired || live().length <= plan.count) continue;
      void retire(old, plan.drainMs, true);
    }
  };

  return {
    apply(next) {
      const [before, after] = [plan, next].map(({ count, drainMs }) => `${count} ${drainMs}`);
      plan = next;
      // Before there are workers nothing is open, and the first are to open all of it.
      if (members.size === 0) open = plan.listeners;
      fill();
      void shrink();
      if (before !== after) options.onChange();
    },
    tell(worker, message) {
      const member = members.get(worker);
      if (member) say(member, message);
    },
    tellAll: async (message) => void (await askAll(message)),
    async adoptSnapshot() {
      const { listeners } = plan;
      const failures = (await askAll((id) => ({ kind: 'snapshot', id, listeners }))).flat();
      // A later plan has a later answer.
      if (listeners !== plan.listeners) return;
      const distinct = new Map(failures.map((failure) => [failure.listener, failure]));
      const kept = distinct.size === 0 ? [] : open.filter((one) => !listeners.some((two) => sameAddress(one, two)));
      const before = JSON.stringify(open);
      open = [...listeners.filter((one) => !distinct.has(formatBind(one))), ...kept];
      failed = [...distinct.values()];
      if (JSON.stringify(open) !== before) options.onChange();
    },
    listeners: () => open,
    failures: () => failed,
    async setLogLevel(level) {
      logLevel = level;
      await askAll((id) => ({ kind: 'log-level', id, level }));
    },
    restart() {
      if (draining || plan.count === 0) return Promise.reject(new Error('there are no workers that serve'));
      rolling = rolling.then(roll, roll);
      return rolling;
    },
    ids: () => [...members.keys()],
    pids: () => [...members.values()].filter(({ serves }) => serves).map(({ worker }) => worker.process.pid ?? 0),
    allServing,
    drain(withinMs = plan.drainMs) {
      draining = true;
      if (members.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onEmpty = resolve;
        for (const member of members.values()) void retire(member, withinMs, false);
      });
    },
  };
}

const sameAddress = (a: BoundListener, b: BoundListener): boolean => formatBind(a) === formatBind(b);
