/** Connects the book of grants with control on one side and the workers on the other. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Grant, GrantAsk, UsageSlot } from '@atlantic/contract/plane.ts';
import type { PlaneClient } from '@atlantic/kernel/channel/client.ts';
import { createGrantBook, type GrantBook } from '@atlantic/kernel/limit/grant-book.ts';
import { minus, NOTHING, plus, type Quantity } from '@atlantic/kernel/limit/quantity.ts';
import type { QuotaLeft } from '../gateway.ts';
import type { ToPrimary } from './messages.ts';
import { createQuestions } from './questions.ts';
import type { Workers } from './workers.ts';

const RECALL_DEADLINE_MS = 500;
const WAIT_MS = 200;

export interface Grants {
  onMessage(worker: number, message: ToPrimary): void;
  onWorkerGone(worker: number): void;
  onRecall(credentials: readonly string[]): void;
}

/** What the slots of one ledger say was spent for a credential: billed octets and admitted requests. */
export const spentIn = (slots: readonly UsageSlot[], credential: string): Quantity =>
  slots
    .filter(({ key }) => key.credential === credential && key.pool !== '')
    .reduce(
      (sum, { counters }) => plus(sum, { bytes: counters.bytesUp + counters.bytesDown, requests: counters.admitted }),
      NOTHING,
    );

export function createGrants(options: {
  epoch: string;
  client: Pick<PlaneClient, 'grant'>;
  workers: () => Pick<Workers, 'ids' | 'tell'>;
  slots: () => UsageSlot[];
}): Grants {
  const { client, epoch, slots } = options;
  const recalls = createQuestions<void>(RECALL_DEADLINE_MS);
  let sequence = 0;
  /** One request at a time, so that control sees them in the order they were made. */
  let turn: Promise<unknown> = Promise.resolve();

  const callControl = (kind: 'ask' | 'return', ask: GrantAsk): Promise<Grant> => {
    const call = async () => {
      sequence += 1;
      const reply = await client.grant({ epoch, sequence, kind, asks: [ask] });
      const grant = reply.grants.find(({ credential }) => credential === ask.credential);
      if (!grant) throw new Error('control did not answer for the credential asked about');
      return grant;
    };
    const result = turn.then(call);
    turn = result.catch(() => {});
    return result;
  };

  const book: GrantBook = createGrantBook({
    ask: (ask) => callControl('ask', ask),
    giveBack: async (credential, have) => void (await callControl('return', { credential, have, more: NOTHING })),
    async recall(credential, except) {
      const workers = options.workers();
      const others = workers.ids().filter((worker) => worker !== except);
      await Promise.allSettled(
        others.map((worker) => recalls.ask((id) => workers.tell(worker, { kind: 'recall', id, credential }))),
      );
    },
    pause: () => wait(WAIT_MS),
    spent(credential) {
      const alive = new Set(options.workers().ids());
      const byWorker = Map.groupBy(slots(), ({ ledger }) => Number(ledger));
      return [...byWorker].map(([worker, own]) => ({
        worker,
        alive: alive.has(worker),
        amount: spentIn(own, credential),
      }));
    },
  });

  /** What control has free and what this plane was granted, less what its ledgers say is spent. */
  const askLeft = async (credential: string): Promise<QuotaLeft> => {
    const { total, free } = await callControl('ask', { credential, have: book.total(credential), more: NOTHING });
    const unspent = minus(total, spentIn(slots(), credential));
    return {
      bytes: free.bytes === null ? null : free.bytes + unspent.bytes,
      requests: free.requests === null ? null : free.requests + unspent.requests,
    };
  };
  /** Whoever asks while an answer is on its way gets that one. */
  const pending = new Map<string, Promise<QuotaLeft>>();
  const quotaLeft = (credential: string): Promise<QuotaLeft> => {
    const known = pending.get(credential);
    if (known) return known;
    const answer = askLeft(credential).finally(() => pending.delete(credential));
    pending.set(credential, answer);
    return answer;
  };

  return {
    onMessage(worker, message) {
      const workers = options.workers();
      if (message.kind === 'lease') {
        const { id, ask } = message;
        book
          .lease(worker, ask)
          .catch(() => ({ era: ask.era, add: NOTHING, state: 'unavailable' as const }))
          .then((reply) => workers.tell(worker, { kind: 'lease', id, reply }));
      }
      if (message.kind === 'quota') {
        const { id, credential } = message;
        quotaLeft(credential)
          .catch(() => null)
          .then((left) => workers.tell(worker, { kind: 'quota', id, left }));
      }
      if (message.kind === 'returned') {
        book.returned(worker, message.credential, message.amount);
        recalls.answer(message.id, undefined);
      }
    },
    onWorkerGone(worker) {
      const own = slots().filter(({ ledger }) => Number(ledger) === worker);
      book.workerGone(worker, (credential) => spentIn(own, credential));
    },
    onRecall(credentials) {
      // What cannot be returned now stays granted, and comes free when it is spent or the epoch ends.
      for (const credential of credentials) book.recalled(credential).catch(() => {});
    },
  };
}
