import { expect, it } from 'vitest';
import { createTrafficTotals } from './traffic-totals.ts';

const told = (ok: number, faults: number, more: { ejected?: boolean; since?: number; code?: string } = {}) => ({
  key: 'http://192.0.2.1:80',
  ok,
  faults,
  ejected: false,
  since: 1,
  ...more,
});

it('tells what is new of totals, of each life of a plane', () => {
  const newSince = createTrafficTotals();
  const tell = (epoch: string, ok: number, faults: number) => {
    const [one] = newSince({ epoch, endpoints: [told(ok, faults)] });
    return [one?.ok, one?.faults];
  };
  expect(tell('a', 3, 1)).toEqual([3, 1]);
  expect(tell('a', 3, 1)).toEqual([0, 0]);
  expect(tell('b', 1, 0)).toEqual([1, 0]);
  expect(tell('a', 5, 2)).toEqual([2, 1]);
  // It left the pool and came back.
  expect(tell('a', 1, 0)).toEqual([1, 0]);
});

it('tells of an ejection once, and of the next one again', () => {
  const newSince = createTrafficTotals();
  const ejected = (since: number, is = true) =>
    newSince({ epoch: 'a', endpoints: [told(0, 0, { ejected: is, since })] })[0]?.ejected;
  expect([ejected(1), ejected(1), ejected(2, false), ejected(3), ejected(4), ejected(4)]).toEqual([
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
});

it('knows codes of this version only', () => {
  const newSince = createTrafficTotals();
  const code = (name: string) => newSince({ epoch: 'a', endpoints: [told(0, 1, { code: name })] })[0]?.code;
  expect([code('dns_error'), code('teapot')]).toEqual(['dns_error', undefined]);
});

it('remembers no more than so many lives', () => {
  const newSince = createTrafficTotals();
  for (let n = 0; n <= 64; n++) newSince({ epoch: `e${n}`, endpoints: [told(5, 0)] });
  expect(newSince({ epoch: 'e1', endpoints: [told(5, 0)] })[0]?.ok).toBe(0);
  expect(newSince({ epoch: 'e0', endpoints: [told(5, 0)] })[0]?.ok).toBe(5);
});
