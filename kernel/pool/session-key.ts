/** A session as a number. Two requests with the same one belong to the same life of a session and shall have the same exit. */
import { hashText, mix } from './hash.ts';

const MINUTE_MS = 60_000;

/**
 * A number for a session of a credential. With a lifetime it changes each time so many minutes have passed; sessions
 * begin their minutes at different moments, so that they do not all move at once. `time` in milliseconds since 1970.
 */
export function sessionKey(
  credential: string,
  session: string,
  lifetimeMinutes: number | undefined,
  time: number,
): number {
  const key = hashText(`${credential} ${session}`);
  if (lifetimeMinutes === undefined) return key;
  const lifetime = lifetimeMinutes * MINUTE_MS;
  return mix(key ^ Math.floor((time + (key % lifetime)) / lifetime));
}
