import type { FeedReport } from '@atlantic/contract/supply/feed.ts';
import { feedStateSchema } from '@atlantic/contract/supply/feed.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFeedStates, FAILURES_TO_PAUSE, JITTER, LONGEST_PAUSE_MS } from './feed-states.ts';
import { feedOf } from './fixture/feed-server.ts';

const HOUR = 3_600_000;
const FEED = feedOf({ everySeconds: 3_600 });
const report = (changes: Partial<FeedReport> = {}): FeedReport => ({
  feed: 'one',
  at: 0,
  seconds: 1,
  bytes: 1,
  unchanged: false,
  problem: null,
  detail: null,
  format: 'text',
  found: 1,
  fresh: 1,
  duplicate: 0,
  rejected: {},
  ...changes,
});
/** Random in the middle: no jitter. */
const newStates = (random = () => 0.5) => createFeedStates(random);

it('fetches a new feed at once, and then as often as it says', () => {
  const states = newStates();
  states.follow([FEED, feedOf({ name: 'off', enabled: false })], 7);
  expect(states.due(7).map(({ name }) => name)).toEqual(['one']);
  expect(states.nextAt()).toBe(7);
  expect(states.state('off')).toMatchObject({ state: 'off', nextAt: null });
  states.record(report({ at: 7, digest: 'a' }), 10);
  expect(states.due(10 + HOUR - 1)).toEqual([]);
  expect(states.due(10 + HOUR)).toEqual([FEED]);
  const state = states.state('one');
  expect(state).toMatchObject({ state: 'active', failures: 0, nextAt: 10 + HOUR, changedAt: 7 });
  expect(feedStateSchema.parse(state)).toEqual(state);
});

it('hurries when it is told to, but not those who fail or asked for time', () => {
  const states = newStates();
  const [waits, fails] = [feedOf({ name: 'waits' }), feedOf({ name: 'fails' })];
  states.follow([FEED, waits, fails], 0);
  states.record(report(), 1);
  states.record(report({ feed: 'waits', problem: 'status', retryAt: 50 }), 1);
  for (let times = 0; times < FAILURES_TO_PAUSE; times += 1)
    states.record(report({ feed: 'fails', problem: 'timeout' }), 1);
  states.hurry(10);
  expect(states.due(10).map(({ name }) => name)).toEqual(['one']);
  expect(states.due(50).map(({ name }) => name)).toEqual(['one', 'waits']);
});

it('spreads fetches', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
      const states = newStates(() => random);
      states.follow([FEED], 0);
      states.record(report(), 0);
      expect(Math.abs((states.nextAt() ?? 0) - HOUR)).toBeLessThanOrEqual(HOUR * JITTER);
    }),
  );
});

it('knows when a content changed', () => {
  const states = newStates();
  states.follow([FEED], 0);
  states.record(report({ at: 1, digest: 'a' }), 1);
  states.record(report({ at: 2, digest: 'a', unchanged: true }), 2);
  states.record(report({ at: 3, problem: 'timeout' }), 3);
  expect(states.state('one')?.changedAt).toBe(1);
  states.record(report({ at: 4, digest: 'b' }), 4);
  expect(states.state('one')?.changedAt).toBe(4);
});

it('pauses a feed that fails again and again, asks it less and less, and lets it come back', () => {
  const states = newStates();
  states.follow([FEED], 0);
  const waits = Array.from({ length: 12 }, () => {
    states.record(report({ problem: 'unreachable' }), 0);
    return states.nextAt();
  });
  expect(waits.slice(0, FAILURES_TO_PAUSE + 1)).toEqual([HOUR, HOUR, HOUR, HOUR, 2 * HOUR, 4 * HOUR]);
  expect(waits.at(-1)).toBe(LONGEST_PAUSE_MS);
  expect(states.state('one')).toMatchObject({ state: 'paused', failures: 12 });
  states.record(report(), 0);
  expect(states.state('one')).toMatchObject({ state: 'active', failures: 0, nextAt: HOUR });
});

it('leaves an owner alone for as long as he asks', () => {
  const states = newStates();
  states.follow([FEED], 0);
  states.record(report({ problem: 'status', retryAt: 5 * HOUR }), 0);
  states.follow([FEED], 1);
  expect(states.nextAt()).toBe(5 * HOUR);
});

it('blames no feed for a run that was ended', () => {
  const states = newStates();
  states.follow([FEED], 3);
  states.record(report({ problem: 'aborted' }), 9);
  expect(states.state('one')).toMatchObject({ failures: 0, nextAt: 3, last: { problem: 'aborted' } });
});

it('takes a shorter interval at once, and forgets what is gone', () => {
  const states = newStates();
  states.follow([feedOf({ everySeconds: 86_400 })], 0);
  states.record(report(), 0);
  states.follow([feedOf({ everySeconds: 60 })], 0);
  expect(states.nextAt()).toBeLessThanOrEqual(66_000);
  states.follow([], 0);
  expect([states.nextAt(), states.state('one'), states.names()]).toEqual([null, undefined, []]);
  states.record(report(), 0);
  expect(states.save()).toEqual({});
});

it('begins anew with a feed that leads elsewhere, and only with that', () => {
  const states = newStates();
  states.follow([FEED], 0);
  for (let at = 0; at < FAILURES_TO_PAUSE; at += 1) states.record(report({ problem: 'status' }), 0);
  states.follow([{ ...FEED, terms: 'other', maxBytes: 2_048 }], 5);
  expect([states.state('one')?.state, states.due(5)]).toEqual(['paused', []]);
  const changed = { ...FEED, url: 'https://lists.example/2' };
  states.follow([changed], 5);
  expect(states.state('one')).toMatchObject({ state: 'active', failures: 0, nextAt: 5, last: null });
  expect(states.due(5)).toEqual([changed]);
});

it('knows what a feed is worth', () => {
  const states = newStates();
  states.follow([FEED], 0);
  expect(states.state('one')).toMatchObject({ alive: 0, yield: null });
  states.score(
    new Map([
      ['one', { alive: 5, listed: 20 }],
      ['unknown', { alive: 1, listed: 1 }],
    ]),
  );
  expect(states.state('one')).toMatchObject({ alive: 5, yield: 0.25 });
  states.score(new Map([['one', { alive: 0, listed: 0 }]]));
  expect(states.state('one')).toMatchObject({ alive: 0, yield: null });
});

it('is written down and read again', () => {
  const states = newStates();
  states.follow([FEED], 0);
  states.record(report({ problem: 'status', detail: 'HTTP 500' }), 0);
  states.score(new Map([['one', { alive: 1, listed: 2 }]]));
  const saved = JSON.parse(JSON.stringify(states.save()));
  const again = newStates();
  again.restore({ ...saved, damaged: { failures: 'many' } });
  again.follow([FEED, feedOf({ name: 'damaged' })], 1);
  expect(again.state('one')).toEqual(states.state('one'));
  expect(again.state('damaged')).toMatchObject({ failures: 0, nextAt: 1 });
  for (const nonsense of [null, 7, 'x', [1]]) expect(() => newStates().restore(nonsense)).not.toThrow();
});
