/** The other end of the supervisor's IPC channel. A process that runs alone has none. */

/** Whether a supervisor started this process and orders its end. */
export const hasParent = (): boolean => process.send !== undefined;

/** Tells the supervisor something, if there is one and it is still there. Resolves when it has been sent, or cannot be. */
export function tellParent(message: object): Promise<void> {
  if (process.connected !== true) return Promise.resolve();
  return new Promise((resolve) => void process.send?.(message, undefined, undefined, () => resolve()));
}

/** Calls `onGone` once when the supervisor vanishes, so that no orphan is left behind. */
export function followParent(onGone: () => void): void {
  if (hasParent()) process.once('disconnect', onGone);
}

/**
 * Calls `onStop` once for SIGTERM. Ctrl-C reaches the whole foreground group, so a supervised process ignores SIGINT
 * and waits for its supervisor's order; alone it treats both alike.
 */
export function onStopSignal(onStop: () => void): void {
  process.once('SIGTERM', onStop);
  if (hasParent()) process.on('SIGINT', () => {});
  else process.once('SIGINT', onStop);
}
