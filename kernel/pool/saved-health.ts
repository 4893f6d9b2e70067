/** What of a pool's health is kept on disk: why and until when endpoints are out of use. What they did lately is not. */
import { criterionSchema } from '@atlantic/contract/plane.ts';
import { z } from 'zod';
import type { BreakerPolicy } from './breaker.ts';
import { newTracked, type Tracked } from './endpoint-state.ts';

const savedEndpointSchema = z.object({
  id: z.string(),
  breaker: z.object({
    state: z.enum(['closed', 'open', 'half-open']),
    since: z.number(),
    until: z.number(),
    why: criterionSchema.optional(),
    level: z.int().min(0).max(1000),
  }),
  /** Of the check before it was ejected: only a later one lets it back in. */
  provenAt: z.number().optional(),
});
export type SavedEndpoint = z.infer<typeof savedEndpointSchema>;

export const savedHealthSchema = z.object({ endpoints: z.array(savedEndpointSchema) });
export type SavedHealth = z.infer<typeof savedHealthSchema>;

/** Undefined when there is nothing to keep. */
export function saveEndpoint(id: string, { breaker, provenAt }: Tracked): SavedEndpoint | undefined {
  if (breaker.state === 'closed' && breaker.level === 0) return undefined;
  const { successes: _, why, ...kept } = breaker;
  return {
    id,
    breaker: { ...kept, ...(why && { why }) },
    ...(provenAt !== undefined && { provenAt }),
  };
}

/** A clock that was set back meanwhile makes no ejection longer than the longest. */
export function restoreEndpoint(saved: SavedEndpoint, policy: BreakerPolicy, now: number): Tracked {
  const tracked = newTracked(policy, now);
  const { state, since, until, why, level } = saved.breaker;
  tracked.provenAt = saved.provenAt;
  tracked.breaker = {
    state,
    since: Math.min(since, now),
    until: Math.min(until, now + policy.maxSeconds * 1000),
    why,
    level,
    successes: 0,
  };
  return tracked;
}
