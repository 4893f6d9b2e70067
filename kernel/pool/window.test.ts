import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countFault,
  countSuccess,
  forget,
  latencyQuantile,
  latencySamples,
  newWindow,
  requestsOf,
  rotate,
  successesOf,
  successRate,
} from './window.ts';

it('holds exactly what came since the turn before the last', () => {
  const event = fc.constantFrom('success', 'fault', 'turn');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 200 }), (events) => {
      const window = newWindow();
      for (const each of events) {
        if (each === 'success') countSuccess(window, 5);
        if (each === 'fault') countFault(window);
        if (each === 'turn') rotate(window);
      }
      const turns = events.flatMap((each, at) => (each === 'turn' ? [at] : []));
      const kept = events.slice((turns.at(-2) ?? -1) + 1);
      const successes = kept.filter((each) => each === 'success').length;
      expect(successesOf(window)).toBe(successes);
      expect(latencySamples(window)).toBe(successes);
      expect(requestsOf(window)).toBe(kept.filter((each) => each !== 'turn').length);
    }),
  );
});

it('says rates and latencies, and nothing where there was nothing', () => {
  const window = newWindow();
  expect([successRate(window), latencyQuantile(window, 0.5)]).toEqual([undefined, undefined]);
  countSuccess(window, 100);
  countSuccess(window, undefined);
  countFault(window);
  rotate(window);
  countFault(window);
  expect(successRate(window)).toBe(0.5);
  expect(latencyQuantile(window, 0.5)).toBeCloseTo(100, -1.2);
  expect(latencySamples(window)).toBe(1);
  forget(window);
  expect(requestsOf(window)).toBe(0);
});
