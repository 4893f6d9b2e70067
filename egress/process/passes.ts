/** A worker's way to the limits of rate and concurrency, which its primary keeps for all workers. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Entry, Owners } from '@atlantic/kernel/limit/limiter.ts';
import type { Pass } from '../gateway.ts';
import type { ToPrimary } from './messages.ts';
import { createQuestions } from './questions.ts';

/** The primary answers from memory; one that takes longer is in trouble. */
const ANSWER_DEADLINE_MS = 2_000;
/** Nobody knows when a request that is under way will end. */
const FULL_RETRY_SECONDS = 1;

const WHOSE: Record<keyof Owners, string> = {
  credential: 'It is the limit of the credential.',
  account: 'It is the limit of the account, for all its credentials together.',
};

export interface Passes {
  enter(owners: Owners): Promise<Pass>;
  onEntry(id: number, entry: Entry): void;
  /** The primary is gone: nothing can be asked any more. */
  close(): void;
}

/** What the client is told. */
function refusalOf(entry: Exclude<Entry, { state: 'entered' }>): AtlanticError {
  const detail = WHOSE[entry.owner];
  return entry.state === 'rate'
    ? new AtlanticError('rate_exceeded', { detail, retryAfterSeconds: Math.max(1, Math.ceil(entry.retryMs / 1000)) })
    : new AtlanticError('concurrency_exceeded', { detail, retryAfterSeconds: FULL_RETRY_SECONDS });
}

export function createPasses(send: (message: ToPrimary) => void): Passes {
  const questions = createQuestions<Entry>(ANSWER_DEADLINE_MS);
  /** By question, so that an answer which comes too late can be undone. */
  const asked = new Map<number, Owners>();
  let closed = false;

  return {
    async enter(owners) {
      const entry = await questions
        .ask((id) => {
          asked.set(id, owners);
          send({ kind: 'enter', id, owners });
        })
        .catch((cause) => {
          if (closed) throw new AtlanticError('gateway_draining', { cause });
          throw new AtlanticError('gateway_overloaded', { detail: 'Its primary process does not answer.', cause });
        });
      if (entry.state !== 'entered') throw refusalOf(entry);
      let inside = true;
      return {
        leave() {
          if (inside) send({ kind: 'leave', owners });
          inside = false;
        },
      };
    },
    onEntry(id, entry) {
      const owners = asked.get(id);
      asked.delete(id);
      if (!questions.answer(id, entry) && entry.state === 'entered' && owners) send({ kind: 'leave', owners });
    },
    close() {
      closed = true;
      questions.close();
    },
  };
}
