import { expect, it } from 'vitest';
import { createAskers } from './askers.ts';

it('answers each address as often as it may ask, and again after a while', () => {
  let time = 0;
  const { isWelcome } = createAskers({ perSecond: 1, burst: 2 }, () => time);
  expect([isWelcome('192.0.2.1'), isWelcome('192.0.2.1'), isWelcome('192.0.2.1')]).toEqual([true, true, false]);
  expect(isWelcome('192.0.2.2')).toBe(true);
  time += 1_000;
  expect([isWelcome('192.0.2.1'), isWelcome('192.0.2.1')]).toEqual([true, false]);
});
