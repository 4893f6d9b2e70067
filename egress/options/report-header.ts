/**
 * What a client says of the exit its session has had: `Proxy-Report: banned`, or `banned;minutes=30`, an item of RFC 9651
 * §3.3 with one parameter. Like `Proxy-Options` it is meant for this gateway alone, and is not forwarded.
 */
import { LONGEST_BAN_MINUTES, STANDARD_BAN_MINUTES } from '@atlantic/contract/ban.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { quoted } from '@atlantic/contract/options/option-error.ts';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';

/** Lower case. */
export const REPORT_HEADER = 'proxy-report';

/** The exit that the session has now is banned by the target. */
export interface BanReport {
  readonly minutes: number;
}

const ITEM = /^[ \t]*banned[ ]*(?:;[ ]*minutes=(\d{1,6}))?[ \t]*$/;

/**
 * Reads the values of all fields of that name; undefined when there is none. Throws `option_malformed`, and
 * `option_conflict` without a session: then the client can not know which exit it had.
 */
export function readReport(values: readonly string[], { session }: RequestOptions): BanReport | undefined {
  if (values.length === 0) return undefined;
  const text = values.join(',');
  const match = ITEM.exec(text);
  const minutes = Number(match?.[1] ?? STANDARD_BAN_MINUTES);
  if (!match || minutes < 1 || minutes > LONGEST_BAN_MINUTES) {
    const form = `banned, or banned;minutes=N with N from 1 to ${LONGEST_BAN_MINUTES}`;
    throw new AtlanticError('option_malformed', { detail: `Proxy-Report is ${quoted(text)}, and not ${form}.` });
  }
  if (session === undefined)
    throw new AtlanticError('option_conflict', {
      detail: 'Proxy-Report needs a session: it speaks of the exit that the session has.',
    });
  return { minutes };
}
