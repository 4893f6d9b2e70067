import { LIMITS } from '../limits.ts';
import type { Connection } from './connection.ts';
import type { Meter } from './meter.ts';

/**
 * Sends the gateway's own words: a refusal, the yes to a tunnel. A client that does not take them in time is dropped, so
 * that asking without ever reading the answers holds no connection. Rejects when they cannot be paid for.
 */
export async function say(connection: Connection, meter: Meter, words: readonly Buffer[]): Promise<void> {
  const taken = meter.send(words);
  if (!taken) return;
  const timer = setTimeout(() => connection.destroy(), LIMITS.takeMs);
  await taken.finally(() => clearTimeout(timer));
}
