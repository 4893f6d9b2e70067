/**
 * The sessions of this plane, kept by the primary: it answers workers that open one, tells all of them what was decided, and
 * keeps it on disk before anybody hears of it.
 */
import type { Order } from '@atlantic/contract/plane.ts';
import type { SessionChanges } from '@atlantic/contract/plane-session.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import { createSessionWriter, readSessionFile } from '@atlantic/kernel/pool/session-file.ts';
import { createSessionTable, type SessionRecord } from '@atlantic/kernel/pool/session-table.ts';
import type { SessionWord } from '@atlantic/kernel/pool/session-word.ts';
import type { ToPrimary, ToWorker } from './messages.ts';
import { createQuestions } from './questions.ts';
import { createSessionReports } from './session-report.ts';

/** A worker that has not heard of a rotation by then is not waited for; it hears of it when it can. */
const KNOWN_DEADLINE_MS = 1_000;
/** Of one message to a worker that starts. */
const WORDS_TOGETHER = 1_000;

export interface PlaneSessionsOptions {
  file: string;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Ids of the workers that live. */
  workers: () => readonly number[];
  tell: (worker: number, message: ToWorker) => void;
}

export interface PlaneSessions {
  onMessage(worker: number, message: ToPrimary): void;
  /** The pools of a new snapshot, before workers hear of it: sessions that were computed stay at the exits they have. */
  follow(pools: readonly SnapshotPool[]): void;
  /** Everything, for a worker that starts, in messages. */
  words(): ToWorker[];
  /** Obeys an order about a session; resolves when every worker knows. Others are not for it. */
  obey(order: Order): Promise<void>;
  /** For the report of state. */
  report(): { sessions?: SessionChanges };
  /** Control has this report. */
  reported(report: { sessions?: SessionChanges | undefined }): void;
  /** Control has forgotten what it was told. */
  tellAgain(): void;
  /** To be called every few seconds. */
  tick(): void;
  save(): void;
}

const wordOf = ({ credential, session, life, since, usedAt, exits, former }: SessionRecord): SessionWord => ({
  credential,
  session,
  life,
  since,
  usedAt,
  exits,
  former,
});

/** All that the computed exits of a pool depend on. The exits of a direct pool are all of one machine. */
const essenceOf = ({ kind, endpoints }: SnapshotPool): string =>
  kind === 'direct'
    ? ''
    : JSON.stringify(
        endpoints.map(({ id, weight, country, state, city, asn }) => [id, weight, country, state, city, asn]),
      );

export function createPlaneSessions({ file, log, now, workers, tell }: PlaneSessionsOptions): PlaneSessions {
  const restored = readSessionFile(file, log);
  const writer = createSessionWriter(file, log);
  /** Answered by each worker that knows what it was told. */
  const known = createQuestions<void>(KNOWN_DEADLINE_MS);

  let reports = createSessionReports();
  let essences: ReadonlyMap<string, string> = new Map();
  const table = createSessionTable((name, record) => {
    reports.changed(name, record, now());
    if (record !== undefined) return;
    writer.forget(name);
    for (const worker of workers()) tell(worker, { kind: 'sessions', words: [], gone: [name] });
  });
  for (const record of restored) table.restore(record);
  writer.rewrite(table.held());

  const messagesOf = (records: readonly SessionRecord[]): ToWorker[] =>
    Array.from({ length: Math.ceil(records.length / WORDS_TOGETHER) }, (_, at) => ({
      kind: 'sessions' as const,
      words: records.slice(at * WORDS_TOGETHER, (at + 1) * WORDS_TOGETHER).map(wordOf),
      gone: [],
    }));
  const decided = (records: readonly SessionRecord[]) => {
    if (records.length === 0) return;
    writer.keep(records);
    for (const message of messagesOf(records)) for (const worker of workers()) tell(worker, message);
  };
  /** Resolves when every worker knows what it was told so far, or was too slow. */
  const allKnow = async () => {
    const asked = workers().map((worker) =>
      known.ask((id) => tell(worker, { kind: 'sessions', words: [], gone: [], id })).catch(() => {}),
    );
    await Promise.all(asked);
  };

  return {
    onMessage(worker, message) {
      if (message.kind === 'session-open') {
        const { id, opening } = message;
        decided([table.open(opening, now())]);
        // Its word has gone ahead, on the same channel. The former exit must not come back through another worker.
        const answer = () => tell(worker, { kind: 'session-opened', id });
        if (opening.rotate) void allKnow().then(answer);
        else answer();
      }
      if (message.kind === 'session-moved') {
        const moved = table.move(message.move, now());
        if (moved) decided([moved]);
      }
      if (message.kind === 'sessions-used') {
        for (const use of message.uses) {
          const save = table.use(use, now());
          if (save) decided([save]);
        }
      }
      if (message.kind === 'sessions-known') known.answer(message.id, undefined);
    },
    async obey(order) {
      if (order.kind === 'rotate-session') decided([table.rotate(order, order.life, now())]);
      else if (order.kind === 'end-session') table.end(order);
      else return;
      await allKnow();
    },
    report() {
      const sessions = reports.take(now());
      return sessions ? { sessions } : {};
    },
    reported: ({ sessions }) => reports.sent(sessions, now()),
    tellAgain() {
      reports = createSessionReports();
      for (const record of table.all()) reports.changed(record, record, now());
    },
    follow(pools) {
      const changed = pools.flatMap((pool) => {
        const now = essenceOf(pool);
        const before = essences.get(pool.name);
        return before === undefined || before === now ? [] : [pool.name];
      });
      essences = new Map(pools.map((pool) => [pool.name, essenceOf(pool)]));
      if (changed.length > 0) decided(table.keepIn(new Set(changed)));
    },
    words: () => messagesOf([...table.held()]),
    tick() {
      table.sweep(now());
      writer.tidy(table.held(), table.size());
    },
    save: () => writer.rewrite(table.held()),
  };
}
