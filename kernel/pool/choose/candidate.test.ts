import { newBan } from '@atlantic/contract/ban.ts';
import { expect, it } from 'vitest';
import { createBans } from '../bans.ts';
import { askOf } from '../fixture/candidates.ts';
import { mayUse, newCandidate } from './candidate.ts';

it('is used from the start, by anybody, without a bound', () => {
  const candidate = newCandidate('e', 1, 1);
  candidate.connecting = 1_000_000;
  expect(mayUse(candidate, askOf())).toBe(true);
});

it('is not used while it rests, nor beyond the bound of a trial, nor twice', () => {
  const candidate = newCandidate('e', 1, 1);
  candidate.restUntil = 10;
  expect([9, 10].map((now) => mayUse(candidate, askOf({ now })))).toEqual([false, true]);
  candidate.mostConnecting = 1;
  expect(mayUse(candidate, askOf({ now: 10 }))).toBe(true);
  candidate.connecting = 1;
  expect(mayUse(candidate, askOf({ now: 10 }))).toBe(false);
  const other = newCandidate('other', 1, 1);
  expect(mayUse(other, askOf({ tried: new Set([other]) }))).toBe(false);
});

it('is not used beyond what it may carry, but counts where only that is in the way', () => {
  const candidate = newCandidate('e', 1, 1);
  candidate.mostActive = 2;
  const answers = [1, 2, 3].map((active) => {
    candidate.active = active;
    return [mayUse(candidate, askOf()), mayUse(candidate, { ...askOf(), full: 'too' })];
  });
  expect(answers).toEqual([
    [true, true],
    [false, true],
    [false, true],
  ]);
});

it('is not used where it is banned', () => {
  const bans = createBans();
  bans.apply({ add: [newBan({ endpoint: 'e', site: 'shop.test', minutes: 1, why: 'api' }, 0)], remove: [] }, 0);
  const banned = bans.against(() => 'shop.test', 0);
  const answers = ['e', 'other'].map((id) => mayUse(newCandidate(id, 1, 1), askOf({ banned })));
  expect(answers).toEqual([false, true]);
});
