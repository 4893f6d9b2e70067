import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { mayUse } from './choose/candidate.ts';
import { askOf } from './fixture/candidates.ts';
import { createStandings } from './standings.ts';

const POLICY = poolPolicySchema.parse({ choose: 'round-robin' });
const LEAST = poolPolicySchema.parse({ choose: 'least-sessions' });
const idsOf = (...ids: string[]) => ids.map((id) => ({ id }));
const open = () =>
  createStandings(
    () => 0,
    () => 0,
  );
/** The ids that may be used now. */
const fit = (pool: ReturnType<ReturnType<typeof open>['follow']>) =>
  pool.candidates.filter((candidate) => mayUse(candidate, askOf())).map(({ id }) => id);

it('keeps endpoints, their leases and the place of the chooser over a snapshot', () => {
  const standings = open();
  const before = standings.follow('rented', idsOf('a', 'b'), POLICY);
  const [, held] = before.candidates;
  const { chooser } = before;
  if (!held) throw new Error('there are two');
  held.active = 3;
  const after = standings.follow('rented', [{ id: 'c' }, { id: 'b', weight: 4 }], POLICY);
  expect(after.candidates[1]).toBe(held);
  expect([held.active, held.weight, after.chooser === chooser]).toEqual([3, 4, true]);
  expect(standings.follow('rented', idsOf('b'), LEAST).chooser).not.toBe(chooser);
});

it('lets a worker use its part of what an endpoint may carry, and one at least', () => {
  const standings = open();
  const mostOf = (concurrencyPerEndpoint: number | undefined, workers?: number) =>
    standings.follow('rented', idsOf('a'), { ...POLICY, concurrencyPerEndpoint }, workers).candidates[0]?.mostActive;
  expect([mostOf(100, 4), mostOf(3, 4), mostOf(5), mostOf(undefined, 2)]).toEqual([25, 1, 5, Number.POSITIVE_INFINITY]);
});

it('hears of changes one by one, and of everything at once', () => {
  const standings = open();
  const pool = standings.follow('rented', idsOf('a', 'b', 'c'), POLICY);
  const hear = (whole: boolean, panic: boolean, ...states: [string, 'ejected' | 'healthy'][]) =>
    standings.hear({ pool: 'rented', panic, whole, states });
  hear(false, false, ['a', 'ejected']);
  hear(false, false, ['b', 'ejected']);
  expect(fit(pool)).toEqual(['c']);
  hear(false, false, ['b', 'healthy']);
  expect(fit(pool)).toEqual(['b', 'c']);
  hear(true, false, ['c', 'ejected']);
  expect(fit(pool)).toEqual(['a', 'b']);
});

it('uses all in panic, and knows afterwards who was out', () => {
  const standings = open();
  const pool = standings.follow('rented', idsOf('a', 'b'), POLICY);
  standings.hear({ pool: 'rented', panic: false, whole: false, states: [['a', 'ejected']] });
  standings.hear({ pool: 'rented', panic: true, whole: false, states: [] });
  expect([fit(pool), pool.panic]).toEqual([['a', 'b'], true]);
  standings.hear({ pool: 'rented', panic: false, whole: false, states: [] });
  expect(fit(pool)).toEqual(['b']);
});

it('remembers what was said of an endpoint that appears later, and forgets pools that are gone', () => {
  const standings = open();
  standings.follow('rented', idsOf('a'), POLICY);
  standings.hear({ pool: 'rented', panic: false, whole: false, states: [['b', 'ejected']] });
  standings.hear({ pool: 'nowhere', panic: true, whole: true, states: [] });
  expect(fit(standings.follow('rented', idsOf('a', 'b'), POLICY))).toEqual(['a']);
  standings.keep([]);
  expect(fit(standings.follow('rented', idsOf('a', 'b'), POLICY))).toEqual(['a', 'b']);
});

it('hedges as the policy says, and remembers how long tunnels took for as long as it says the same', () => {
  const standings = open();
  const hedging = (hedge?: object) => standings.follow('rented', idsOf('a'), poolPolicySchema.parse({ hedge })).hedging;
  expect(hedging()).toBeUndefined();
  const first = hedging({});
  expect(first).toBeDefined();
  expect(hedging({})).toBe(first);
  expect(hedging({ minMs: 1 })).not.toBe(first);
  expect(hedging()).toBeUndefined();
});

it('knows the addresses that judges saw, of endpoints that come later too', () => {
  const standings = open();
  const words = { pool: 'rented', panic: false, states: [] };
  standings.follow('rented', idsOf('a', 'b'), POLICY);
  standings.hear({ ...words, whole: true, exits: [['a', '192.0.2.1']] });
  standings.hear({ ...words, whole: false, exits: [['b', '192.0.2.2']] });
  standings.hear({ ...words, whole: false });
  const addresses = (...ids: string[]) =>
    standings.follow('rented', idsOf(...ids), POLICY).candidates.map(({ exitAddress }) => exitAddress);
  expect(addresses('b', 'a', 'c')).toEqual(['192.0.2.2', '192.0.2.1', undefined]);
  standings.hear({ ...words, whole: true, exits: [['c', '192.0.2.3']] });
  expect(addresses('a', 'c')).toEqual([undefined, '192.0.2.3']);
});
