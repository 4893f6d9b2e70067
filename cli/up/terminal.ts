/** SIGHUP says two things: a terminal has gone, or somebody wants the configuration read again. This tells which. */
import { closeSync, openSync } from 'node:fs';

const TERMINAL = '/dev/tty';

function opens(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Remembers whether this process has a terminal of its own now; the result says whether it has lost it since. The kernel
 * takes it away before it sends the signal. Windows sends the signal only when the console closes.
 */
export function watchTerminal(path = TERMINAL, platform = process.platform): () => boolean {
  if (platform === 'win32') return () => true;
  const had = opens(path);
  return () => had && !opens(path);
}
