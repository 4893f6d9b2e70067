/**
 * Whoever has to stop when everything ends. Every open exchange listens to the same few signals, several times in its
 * life; an AbortSignal takes a microsecond or two for each listener and keeps an object for it, a Set takes next to
 * nothing. So a signal gets one listener, and the rest stand in a Set.
 */
const listenersOf = new WeakMap<AbortSignal, Set<() => void>>();

function open(signal: AbortSignal): Set<() => void> {
  const listeners = new Set<() => void>();
  listenersOf.set(signal, listeners);
  const callAll = () => {
    for (const listener of listeners) listener();
  };
  signal.addEventListener('abort', callAll, { once: true });
  return listeners;
}

/** Has `listener` called when `signal` aborts. The same function counts once; see whether it has aborted before. */
export function onEnding(signal: AbortSignal, listener: () => void): void {
  (listenersOf.get(signal) ?? open(signal)).add(listener);
}

export function offEnding(signal: AbortSignal, listener: () => void): void {
  listenersOf.get(signal)?.delete(listener);
}

/** How many listen now. */
export const endingListeners = (signal: AbortSignal): number => listenersOf.get(signal)?.size ?? 0;
