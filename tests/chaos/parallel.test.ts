import { expect, it } from 'vitest';
import { inParallel } from './parallel.ts';

it('runs each once, at most so many at a time', async () => {
  const seen: number[] = [];
  let [under, most] = [0, 0];
  await inParallel(20, 3, async (number) => {
    under += 1;
    most = Math.max(most, under);
    seen.push(number);
    await Promise.resolve();
    under -= 1;
  });
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  expect(most).toBe(3);
});

it('says what failed', async () => {
  await expect(inParallel(3, 1, (number) => Promise.reject(new Error(`${number}`)))).rejects.toThrow('0');
});
