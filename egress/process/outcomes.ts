/** What a worker tells its primary of its leases: a fault at once, successes a little later and together. */
import type { EndpointOutcome, ToPrimary } from './messages.ts';

export const TOGETHER_MS = 50;
/** A message holds no more than so many. */
export const MOST_TOGETHER = 1_000;

export interface Outcomes {
  add(pool: string, endpoint: string, outcome: EndpointOutcome['outcome']): void;
}

export function createOutcomes(send: (message: ToPrimary) => void): Outcomes {
  let waiting: EndpointOutcome[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    send({ kind: 'outcomes', outcomes: waiting });
    waiting = [];
  };
  return {
    add(pool, endpoint, outcome) {
      waiting.push({ pool, endpoint, outcome });
      // What came before goes along, so that the primary hears everything in its order.
      if (outcome.result === 'fault' || waiting.length >= MOST_TOGETHER) flush();
      else timer ??= setTimeout(flush, TOGETHER_MS).unref();
    },
  };
}
