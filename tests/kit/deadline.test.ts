import { expect, it } from 'vitest';
import { within } from './deadline.ts';

it('hands on what came in time, good or bad', async () => {
  await expect(within(5, 'it', Promise.resolve(1))).resolves.toBe(1);
  await expect(within(5, 'it', Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('names what was late', async () => {
  const never = new Promise(() => {});
  await expect(within(0.01, 'the answer', never)).rejects.toThrow('the answer took more than 0.01 s');
});
