import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('gives places in turn, and none to those that left', () => {
  const slots = createSlots(2);
  const had: string[] = [];
  const one = (name: string) => ({ onSlot: () => void had.push(name) });
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(one);
  if (!a || !b || !c || !d || !e) throw new Error('five');
  expect([slots.take(a), slots.take(b), slots.take(c), slots.take(d), slots.take(e)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  slots.leave(d);
  slots.free();
  slots.free();
  expect(had).toEqual(['c', 'e']);
  slots.free();
  slots.free();
  expect([slots.take(a), slots.take(b), slots.take(c)]).toEqual([true, true, false]);
});
