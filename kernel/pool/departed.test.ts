import { expect, it } from 'vitest';
import { createDeparted, MOST_DEPARTED } from './departed.ts';

const saved = (id: string, level = 1) => ({ id, breaker: { state: 'closed' as const, since: 0, until: 0, level } });

it('gives back what was known last, once', () => {
  const departed = createDeparted();
  departed.remember(saved('a', 1));
  departed.remember(saved('a', 2));
  expect(departed.all()).toHaveLength(1);
  expect(departed.take('a')).toEqual(saved('a', 2));
  expect(departed.take('a')).toBeUndefined();
});

it('forgets the one that left the longest ago rather than grow', () => {
  const departed = createDeparted();
  for (let at = 0; at <= MOST_DEPARTED; at += 1) departed.remember(saved(`e${at}`));
  expect(departed.all()).toHaveLength(MOST_DEPARTED);
  expect([departed.take('e0'), departed.take('e1')]).toEqual([undefined, saved('e1')]);
});
