/** What the status of an answer that is not the judge's page says of the proxy that it came through. Pure. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';

export interface StatusMeaning {
  readonly code: ErrorCode;
  /** Another try may not meet it. */
  readonly transient: boolean;
}

export function ofStatus(status: number): StatusMeaning {
  // 401 is for targets to say, but tinyproxy answers so to a wrong password.
  if (status === 407 || status === 401) return { code: 'upstream_proxy_unauthorized', transient: false };
  if (status === 429) return { code: 'upstream_rate_limited', transient: true };
  if (status >= 500) return { code: 'upstream_proxy_failed', transient: true };
  if (status >= 400) return { code: 'upstream_proxy_denied', transient: false };
  return { code: 'judge_unexpected', transient: false };
}
