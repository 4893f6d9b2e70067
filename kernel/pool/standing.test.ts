import { describe, expect, it } from 'vitest';
import { mayUse } from './choose/candidate.ts';
import type { State } from './endpoint-state.ts';
import { askOf, candidatesOf } from './fixture/candidates.ts';
import { applyState, countOwnFault, countOwnSuccess, OWN_REST_MS } from './standing.ts';

function one() {
  const [candidate] = candidatesOf([1]);
  if (!candidate) throw new Error('one was made');
  return candidate;
}

/** How many leases may be connecting at a time: none, two on trial, or as many as come. */
function room(state: State, panic: boolean): number {
  const candidate = one();
  applyState(candidate, state, panic, 2);
  while (candidate.connecting < 9 && mayUse(candidate, askOf({ now: 1e15 }))) candidate.connecting += 1;
  return candidate.connecting;
}

describe('the word of the primary', () => {
  it.each<[State, number, number]>([
    ['healthy', 9, 9],
    ['trial', 2, 9],
    ['ejected', 0, 9],
  ])('%s: room for %i, in panic for %i', (state, calm, panic) => {
    expect([room(state, false), room(state, true)]).toEqual([calm, panic]);
  });

  it('ends what the worker decided for itself', () => {
    const candidate = one();
    countOwnFault(candidate, 1, true, 0);
    applyState(candidate, 'healthy', false, 1);
    expect(mayUse(candidate, askOf({ now: 1 }))).toBe(true);
  });
});

describe('what the worker saw itself', () => {
  it('takes an endpoint out after faults in a row, until the word should have come', () => {
    const candidate = one();
    expect([1, 2].map(() => countOwnFault(candidate, 3, true, 0))).toEqual([false, false]);
    countOwnSuccess(candidate);
    expect([1, 2, 3].map(() => countOwnFault(candidate, 3, true, 50))).toEqual([false, false, true]);
    expect(mayUse(candidate, askOf({ now: 49 + OWN_REST_MS }))).toBe(false);
    expect(mayUse(candidate, askOf({ now: 50 + OWN_REST_MS }))).toBe(true);
  });

  it('takes one on trial out after the first', () => {
    const candidate = one();
    applyState(candidate, 'trial', false, 1);
    expect(countOwnFault(candidate, 5, true, 0)).toBe(true);
    expect(mayUse(candidate, askOf())).toBe(false);
  });

  it('does not bring back one that the primary has ejected', () => {
    const candidate = one();
    applyState(candidate, 'ejected', false, 1);
    countOwnFault(candidate, 1, true, 0);
    expect(mayUse(candidate, askOf({ now: 1e15 }))).toBe(false);
  });

  it('leaves the only one in use', () => {
    const candidate = one();
    expect(countOwnFault(candidate, 1, false, 0)).toBe(false);
    expect(mayUse(candidate, askOf())).toBe(true);
  });
});
