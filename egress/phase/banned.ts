/** What a request is told that could go on, were it not for bans. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type Ask, type Candidate, mayUse } from '@atlantic/kernel/pool/choose/candidate.ts';

const secondsTo = (until: number, time: number): number => Math.max(1, Math.ceil((until - time) / 1000));
const moment = (time: number): string => new Date(time).toISOString();

/**
 * `exits_banned`, with the seconds until the first ban ends, when no exit may be used and a ban is what keeps one from it;
 * undefined when bans have nothing to do with it. `time` in milliseconds since 1970.
 */
export function refusalForBans(candidates: readonly Candidate[], ask: Ask, time: number): AtlanticError | undefined {
  const { banned } = ask;
  if (!banned) return undefined;
  const withoutBans = { ...ask, banned: undefined };
  let first = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (mayUse(candidate, withoutBans)) first = Math.min(first, banned.until(candidate.id) ?? first);
  }
  if (first === Number.POSITIVE_INFINITY) return undefined;
  return new AtlanticError('exits_banned', {
    detail: `The first of these bans ends at ${moment(first)}.`,
    retryAfterSeconds: secondsTo(first, time),
  });
}

/** `session_lost` of the exit that a strict session had, where a ban is the reason; undefined where it is not. */
export function lossByBan(exit: Candidate | undefined, { banned }: Ask, time: number): AtlanticError | undefined {
  const until = exit && banned?.until(exit.id);
  if (until === undefined) return undefined;
  return new AtlanticError('session_lost', {
    detail: `Its exit is banned for this target until ${moment(until)}.`,
    retryAfterSeconds: secondsTo(until, time),
  });
}
