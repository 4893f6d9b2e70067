/** What a session says of its exit: it is banned by the target, so the session gets another one with this very request. */
import { newBan } from '@atlantic/contract/ban.ts';
import { siteOf } from '@atlantic/kernel/site/site.ts';
import type { Gateway } from '../gateway.ts';
import type { Lease } from './lease.ts';
import type { RequestRecord } from './record.ts';
import type { SessionAsked } from './session.ts';

/**
 * A client that asks for several things at once hears the same refusal several times. What its session says about the same
 * site within this time is about the exit that it has just left.
 */
const SAME_REPORT_MS = 5_000;

/** Has the request still to say that its exit is banned? A provider's exits are left by another life of the session. */
export const hasReport = ({ intent, pool }: SessionAsked, record: RequestRecord): boolean =>
  intent.report !== undefined && !pool.provider && record.reported !== true;

/** Bans the leased exit for the site of the target, once for a request. Returns whether it is banned by that, or was already. */
export async function banReported(
  gateway: Pick<Gateway, 'bans' | 'time'>,
  { intent: { report, target } }: SessionAsked,
  { exit, session }: Lease,
  record: RequestRecord,
): Promise<boolean> {
  record.reported = true;
  const now = gateway.time();
  if (!report || gateway.bans.against(target.host)?.saidBy(session, now - SAME_REPORT_MS)) return false;
  const ban = newBan({ endpoint: exit.id, site: siteOf(target.host), minutes: report.minutes, why: 'client' }, now);
  await gateway.bans.raise(session === undefined ? ban : { ...ban, session });
  return true;
}
