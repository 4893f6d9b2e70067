/** The listeners of a worker: opened, changed and closed as snapshots say, each without touching the others. */
import { formatBind } from '@atlantic/contract/config/bind.ts';
import type { Listener } from '../listener/listener.ts';
import type { BoundListener, ListenerFailure } from './messages.ts';

export interface OpenListeners {
  /**
   * Brings the listeners in line. What was open already has its new terms when this returns; the rest is done when it
   * resolves, with those that could not be opened. As long as there are any, those that were to go stay: whoever comes
   * there would have nowhere to go to.
   */
  follow(wanted: readonly BoundListener[]): Promise<ListenerFailure[]>;
  /** Open connections, those of listeners that accept no more among them. */
  connections(): number;
  /** Accepts no more. Resolves when the last connection is gone. */
  close(): Promise<void>;
}

interface Opened {
  listener: Listener;
  options: string;
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

export function createOpenListeners(open: (options: BoundListener) => Promise<Listener>): OpenListeners {
  const opened = new Map<string, Opened>();
  const closing = new Map<Listener, Promise<void>>();
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  function changeKnown(wanted: readonly BoundListener[]): void {
    for (const next of wanted) {
      const known = opened.get(formatBind(next));
      const options = JSON.stringify(next);
      if (!known || known.options === options) continue;
      known.listener.change(next);
      known.options = options;
    }
  }

  async function openNew(wanted: readonly BoundListener[]): Promise<ListenerFailure[]> {
    const failures: ListenerFailure[] = [];
    for (const next of wanted) {
      const bind = formatBind(next);
      if (opened.has(bind)) continue;
      await open(next).then(
        (listener) => opened.set(bind, { listener, options: JSON.stringify(next) }),
        (error) => failures.push({ listener: bind, error: codeOf(error) }),
      );
    }
    return failures;
  }

  function shut(bind: string, { listener }: Opened): void {
    opened.delete(bind);
    closing.set(
      listener,
      listener.close().finally(() => closing.delete(listener)),
    );
  }

  async function take(wanted: readonly BoundListener[]): Promise<ListenerFailure[]> {
    if (closed) return [];
    // One that was opened while this waited for its turn may have changed since.
    changeKnown(wanted);
    const failures = await openNew(wanted);
    const kept = new Set(wanted.map(formatBind));
    if (failures.length === 0) for (const [bind, one] of opened) if (!kept.has(bind)) shut(bind, one);
    return failures;
  }

  return {
    follow(wanted) {
      changeKnown(wanted);
      const mine = turn.then(() => take(wanted));
      turn = mine;
      return mine;
    },
    connections: () =>
      [...closing.keys(), ...[...opened.values()].map(({ listener }) => listener)].reduce(
        (sum, listener) => sum + listener.connections(),
        0,
      ),
    async close() {
      closed = true;
      await turn;
      for (const [bind, one] of opened) shut(bind, one);
      await Promise.all(closing.values());
    },
  };
}
