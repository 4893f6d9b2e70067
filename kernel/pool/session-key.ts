/** A session as a number: the same for the same life of a session, and another one for any other. */
import { hashText, mix } from './hash.ts';

/** `life` is that of `SessionWord`; 0 where nothing was written down of the session. */
export function sessionKey(credential: string, session: string, life: number): number {
  const key = hashText(`${credential} ${session}`);
  return life === 0 ? key : mix(key ^ hashText(String(life)));
}
