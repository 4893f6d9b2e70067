/** A worker's side of the sessions that its primary keeps for all workers. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SessionName, SessionUse, SessionWord } from '@atlantic/kernel/pool/session-word.ts';
import type { Sessions } from '../gateway.ts';
import type { ToPrimary, ToWorker } from './messages.ts';
import { createQuestions } from './questions.ts';

/** The primary answers from memory; one that takes longer is in trouble. */
const ANSWER_DEADLINE_MS = 2_000;
/** Uses are told so much later, together. */
export const TOGETHER_MS = 250;
/** A message holds no more than so many. */
export const MOST_TOGETHER = 1_000;
/** Lives are told apart by numbers below this; 0 is the life that needs none. */
const LIVES = 2 ** 47;

export interface WorkerSessions extends Sessions {
  onWords(message: Extract<ToWorker, { kind: 'sessions' }>): void;
  onOpened(id: number): void;
  /** The primary is gone: nothing can be asked any more. */
  close(): void;
}

const keyOf = ({ credential, session }: SessionName): string => `${credential} ${session}`;

/** `time`: milliseconds since 1970. `random` gives numbers from 0 up to 1. */
export function createSessions(
  send: (message: ToPrimary) => void,
  time: () => number,
  random: () => number,
): WorkerSessions {
  /** Those that the primary holds, as many as it does. */
  const words = new Map<string, SessionWord>();
  const questions = createQuestions<void>(ANSWER_DEADLINE_MS);
  let uses = new Map<string, SessionUse>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    send({ kind: 'sessions-used', uses: [...uses.values()] });
    uses = new Map();
  };
  const find = (name: SessionName) => words.get(keyOf(name));

  return {
    newLife: () => 1 + Math.floor(random() * (LIVES - 1)),
    find,
    async open(opening) {
      await questions
        .ask((id) => send({ kind: 'session-open', id, opening }))
        .catch((cause) => {
          if (closed) throw new AtlanticError('gateway_draining', { cause });
          throw new AtlanticError('gateway_overloaded', { detail: 'Its primary process does not answer.', cause });
        });
      const word = find(opening);
      // Ended again before the answer was here: so many sessions at a time are too many.
      if (!word) throw new AtlanticError('gateway_overloaded', { detail: 'It holds as many sessions as it can.' });
      return word;
    },
    moved: (move) => send({ kind: 'session-moved', move }),
    used({ credential, session, pool, exit, address }) {
      const key = keyOf({ credential, session });
      const word = words.get(key);
      if (word) words.set(key, { ...word, usedAt: time() });
      const use = uses.get(key);
      uses.set(key, { credential, session, pool, exit, address, requests: (use?.requests ?? 0) + 1 });
      if (uses.size >= MOST_TOGETHER) flush();
      else timer ??= setTimeout(flush, TOGETHER_MS).unref();
    },
    onWords(message) {
      for (const word of message.words) words.set(keyOf(word), word);
      for (const name of message.gone) words.delete(keyOf(name));
      if (message.id !== undefined) send({ kind: 'sessions-known', id: message.id });
    },
    onOpened: (id) => void questions.answer(id, undefined),
    close() {
      closed = true;
      questions.close();
    },
  };
}
