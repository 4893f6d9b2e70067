import { expect, it } from 'vitest';
import { askOf, candidatesOf } from '../fixture/candidates.ts';
import { createRoundRobin } from './round-robin.ts';

it('goes round, from where chance says, whatever the endpoints are busy with', () => {
  const candidates = candidatesOf([1, 1, 1]);
  const [first] = candidates;
  if (first) first.active = 1000;
  const chooser = createRoundRobin(() => 0.5);
  const order = Array.from({ length: 6 }, () => chooser.choose(candidates, askOf())?.id);
  expect(order).toEqual(['e1', 'e2', 'e0', 'e1', 'e2', 'e0']);
});
