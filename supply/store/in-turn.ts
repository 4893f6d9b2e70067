/** A store whose calls come one after the other, each with a deadline. */
import type { SupplyStore } from './store.ts';

/** For a whole call: 100,000 proxies, or the history of 500,000, on a slow disk or network. */
const CALL_SECONDS = 60;

/** `work`, or a rejection that names `what` after `seconds`. The work is not stopped. */
export async function within<T>(seconds: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${seconds} s`)), seconds * 1_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A call that is late is given up by its caller and still goes on, so the next one waits for its end, and can be late by
 * that. After `close` every call is refused.
 */
export function inTurn(store: SupplyStore, seconds = CALL_SECONDS): SupplyStore {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  function take<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new Error('the store is closed'));
    const mine = last.then(work);
    last = mine.catch(() => {});
    return within(seconds, `the store: ${what}`, mine);
  }

  return {
    saveSnapshot: (snapshot) => take('saving a snapshot', () => store.saveSnapshot(snapshot)),
    loadSnapshot: () => take('loading a snapshot', () => store.loadSnapshot()),
    saveHistory: (changed, forgotten) => take('saving the history', () => store.saveHistory(changed, forgotten)),
    loadHistory: (each) => take('loading the history', () => store.loadHistory(each)),
    saveRun: (report) => take('saving a report', () => store.saveRun(report)),
    runs: (most) => take('loading reports', () => store.runs(most)),
    close() {
      const end = take('closing', () => store.close());
      closed = true;
      return end;
    },
  };
}
