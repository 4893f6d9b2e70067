import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ToPrimary } from './messages.ts';
import { createOutcomes, MOST_TOGETHER, TOGETHER_MS } from './outcomes.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup() {
  const sent: string[][] = [];
  const outcomes = createOutcomes((message: ToPrimary) => {
    if (message.kind === 'outcomes') sent.push(message.outcomes.map(({ endpoint }) => endpoint));
  });
  return {
    sent,
    well: (endpoint: string) => outcomes.add('rented', endpoint, { result: 'success' }),
    fail: (endpoint: string) =>
      outcomes.add('rented', endpoint, { result: 'fault', fault: 'endpoint', code: 'connection_refused' }),
  };
}

it('sends successes together, a little later', () => {
  const { sent, well } = setup();
  well('a');
  vi.advanceTimersByTime(TOGETHER_MS - 1);
  well('b');
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([['a', 'b']]);
  vi.advanceTimersByTime(10 * TOGETHER_MS);
  expect(sent).toHaveLength(1);
});

it('sends a fault at once, with what came before it', () => {
  const { sent, well, fail } = setup();
  well('a');
  fail('b');
  vi.advanceTimersByTime(10 * TOGETHER_MS);
  expect(sent).toEqual([['a', 'b']]);
});

it('lets no message grow beyond its bound', () => {
  const { sent, well } = setup();
  for (let count = 0; count < MOST_TOGETHER + 1; count += 1) well('a');
  expect(sent.map(({ length }) => length)).toEqual([MOST_TOGETHER]);
});
