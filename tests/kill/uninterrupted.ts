/** Traffic that a death must not touch. Pure. */
import { type SessionRecord, wasCut } from '../kit/transfer.ts';
import type { Arrived } from './bounds.ts';
import type { Victim } from './victim.ts';

const isWhole = (session: SessionRecord): boolean =>
  session.connected &&
  !wasCut(session) &&
  !session.refusal &&
  session.transfers.every(({ ending }) => ending === 'finished');

/**
 * The promises of continuity that were broken for credentials without a limit, in words.
 *
 * Control: nothing at all is interrupted. Primary: what its workers were serving when it died is finished by them; new
 * connections wait for the next primary.
 */
export function brokenContinuity(
  victim: Victim,
  sessions: readonly SessionRecord[],
  { diedAt, arrived }: { diedAt: number; arrived: Arrived },
): string[] {
  if (victim === 'control') {
    const hurt = sessions.filter((session) => !isWhole(session));
    const sample = JSON.stringify(hurt[0]);
    return hurt.length === 0 ? [] : [`${hurt.length} unlimited sessions were interrupted, among them ${sample}`];
  }
  if (victim !== 'primary') return [];
  const underWay = sessions
    .flatMap(({ transfers }) => transfers)
    .filter(({ startedAt, transfer }) => startedAt < diedAt && arrived(transfer.id) !== undefined);
  const hurt = underWay.filter(({ ending }) => ending !== 'finished');
  const sample = JSON.stringify(hurt[0]);
  return hurt.length === 0 ? [] : [`${hurt.length} transfers under way died with the primary, among them ${sample}`];
}
