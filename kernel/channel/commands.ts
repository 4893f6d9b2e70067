/**
 * Obeys control's commands, each once: they come again on every new stream until control has heard of them. What is
 * owed to control is said at once, and again whenever `flush` is called.
 */
import {
  type Acknowledgement,
  type Command,
  type Order,
  orderSchema,
  type ProbeResult,
} from '@atlantic/contract/plane.ts';
import { faultFields, type Logger } from '../observe/log.ts';

/** Numbers remembered; control keeps fewer waiting. */
const MOST_REMEMBERED = 64;
const LONGEST_DETAIL = 200;

export interface CommandsOptions {
  /** Obeys. A function that it returns is called once control has been told that the order was taken. */
  obey: (order: Order) => Promise<(() => void) | ProbeResult | undefined>;
  acknowledge: (said: Acknowledgement) => Promise<void>;
  log: Logger;
}

export interface Commands {
  /** Never rejects. Resolves when the command was obeyed and control was told, or could not be. */
  take(command: Command): Promise<void>;
  /** Says again what control has not heard. */
  flush(): Promise<void>;
}

export function createCommands({ obey, acknowledge, log }: CommandsOptions): Commands {
  /** The answer to each command; undefined while it is being obeyed. */
  const answers = new Map<number, Acknowledgement | undefined>();
  const owed = new Set<number>();

  const remember = (number: number) => {
    answers.set(number, undefined);
    for (const old of answers.keys()) {
      if (answers.size <= MOST_REMEMBERED) return;
      answers.delete(old);
      owed.delete(old);
    }
  };

  const follow = async ({ number, order }: Command): Promise<[Acknowledgement, (() => void) | undefined]> => {
    const known = orderSchema.safeParse(order);
    if (!known.success) return [{ number, obeyed: false, detail: 'This plane does not know the command.' }, undefined];
    try {
      const made = await obey(known.data);
      if (typeof made === 'function') return [{ number, obeyed: true }, made];
      return [{ number, obeyed: true, ...(made && { probe: made }) }, undefined];
    } catch (error) {
      log.warn('a command could not be obeyed', faultFields(error));
      const detail = error instanceof Error ? error.message.slice(0, LONGEST_DETAIL) : '';
      return [{ number, obeyed: false, detail }, undefined];
    }
  };

  const flush = async () => {
    for (const number of owed) {
      const answer = answers.get(number);
      if (!answer) continue;
      await acknowledge(answer).then(
        () => owed.delete(number),
        () => {},
      );
    }
  };

  return {
    async take(command) {
      const { number } = command;
      if (answers.has(number)) {
        owed.add(number);
        return flush();
      }
      remember(number);
      log.info('control gave a command', { count: number });
      const [answer, then] = await follow(command);
      answers.set(number, answer);
      owed.add(number);
      await flush();
      then?.();
    },
    flush,
  };
}
