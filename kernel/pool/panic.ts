import type { Breaker } from './breaker.ts';

/**
 * Is so little of a pool fit that health had better be ignored? `breakers` are those of the endpoints that nobody has
 * taken out by hand. One on probation is neither fit nor unfit: a pool of newcomers is not in panic.
 */
export function isPanic(breakers: readonly Breaker[], below: number): boolean {
  const proven = breakers.filter(({ state, why }) => state !== 'half-open' || why !== undefined);
  const fit = proven.filter(({ state }) => state === 'closed').length;
  return proven.length > 0 && fit / proven.length < below;
}
