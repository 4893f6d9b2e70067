import { expect, it } from 'vitest';
import { createWaiting, PATIENCE_MS } from './waiting.ts';

function waitingOf(most: number) {
  let time = 0;
  const waiting = createWaiting(
    () => most,
    () => time,
  );
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { waiting, pass };
}

it('gives a seat to who came first', async () => {
  const { waiting } = waitingOf(2);
  const [first, second] = [waiting.wait(), waiting.wait()];
  expect(waiting.wait()).toBe(false);
  expect([waiting.next(), waiting.next(), waiting.next()]).toEqual([true, true, false]);
  expect(await Promise.all([first, second])).toEqual([true, true]);
});

it('lets nobody wait for long', async () => {
  const { waiting, pass } = waitingOf(9);
  const early = waiting.wait();
  pass(PATIENCE_MS - 1);
  const late = waiting.wait();
  pass(1);
  waiting.look();
  expect([await early, waiting.size]).toEqual([false, 1]);
  waiting.next();
  expect(await late).toBe(true);
});
