/** What an endpoint's own row of failures says, whatever the rest of the pool does. */
import type { BreakerPolicy } from './breaker.ts';
import type { Tracked } from './endpoint-state.ts';
import type { Violation } from './outlier.ts';

/** Undefined while no row is long enough. The surest evidence comes first. */
export function judgeRow(
  id: string,
  { faults, unanswered }: Pick<Tracked, 'faults' | 'unanswered'>,
  policy: BreakerPolicy,
): Violation | undefined {
  if (faults >= policy.consecutiveFaults) return { id, why: 'consecutive-faults', excess: faults };
  if (unanswered.size >= policy.unansweredTargets) return { id, why: 'unanswered', excess: unanswered.size };
  return undefined;
}
