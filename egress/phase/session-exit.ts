/**
 * Which exit a session has: the one with the highest score of rendezvous hashing (Thaler and Ravishankar, 1998). Every
 * worker and every start computes the same, nothing is stored, and when an exit comes or goes only the sessions that had
 * it, or now have it, move.
 */
import { hashText, mix } from '../hash.ts';
import type { Exit } from '../view.ts';

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

/** The exit of a session among those not in `tried`; undefined when none is left. */
export function sessionExit(exits: readonly Exit[], tried: ReadonlySet<Exit>, key: number): Exit | undefined {
  let best: Exit | undefined;
  let highest = -1;
  for (const exit of exits) {
    if (tried.has(exit)) continue;
    const score = mix(exit.hash ^ key);
    if (score <= highest) continue;
    best = exit;
    highest = score;
  }
  return best;
}
