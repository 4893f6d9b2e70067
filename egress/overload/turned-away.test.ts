import { expect, it } from 'vitest';
import { createTurningAway } from './turned-away.ts';

it('counts whom there is no room for by the reason, and says when to come again', () => {
  const turning = createTurningAway();
  turning.error('memory');
  expect(turning.error('memory')).toMatchObject({ code: 'gateway_overloaded', retryAfterSeconds: 3 });
  expect(turning.error('address').detail).toContain('one address');
  expect(turning.counts()).toEqual({ memory: 2, address: 1 });
});

it('tells only so many at a time', () => {
  const turning = createTurningAway();
  turning.most = 3;
  for (let told = 0; told < 3; told += 1) expect(turning.begin()).toBe(true);
  expect(turning.begin()).toBe(false);
  turning.told();
  expect(turning.begin()).toBe(true);
});
