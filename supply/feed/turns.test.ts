import { expect, it } from 'vitest';
import { createTurns, TURN_MS } from './turns.ts';

const WORKERS = 8;
const SLICES = 20;
const SLICE_MS = 2;

it('lets the loop turn before more time is taken than there is, however many take it', async () => {
  let now = 0;
  let begun = 0;
  const laps: number[] = [];
  const turns = createTurns(() => now);
  const compute = async () => {
    for (let at = 0; at < SLICES; at += 1) {
      await turns.take(() => {
        now += SLICE_MS;
      });
    }
  };
  const lap = () => {
    laps.push(now - begun);
    begun = now;
    if (now < WORKERS * SLICES * SLICE_MS) setImmediate(lap);
  };
  setImmediate(lap);
  await Promise.all(Array.from({ length: WORKERS }, compute));
  expect(now).toBe(WORKERS * SLICES * SLICE_MS);
  expect(Math.max(...laps)).toBeLessThanOrEqual(TURN_MS + SLICE_MS);
});

it('answers what the slice does', async () => {
  const turns = createTurns(() => 0);
  expect(await turns.take(() => 7)).toBe(7);
  await expect(
    turns.take(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
});
