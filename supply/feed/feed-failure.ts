/** Why a feed could not be read, as data. Nothing of the feed's content, address or headers is in it. */
import type { FeedProblem } from '@atlantic/contract/supply/feed.ts';

export class FeedFailure extends Error {
  readonly problem: FeedProblem;
  readonly detail: string | undefined;
  /** How long its owner asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: FeedProblem, detail?: string, retryAfterMs?: number) {
    super(detail === undefined ? problem : `${problem}: ${detail}`);
    this.problem = problem;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The system's name for what went wrong, such as `ECONNREFUSED`, wherever in the chain of causes it is. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  // Of several addresses that were tried, the last one's.
  const inner = error instanceof AggregateError ? error.errors.at(-1) : error.cause;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : systemCode(inner);
}
