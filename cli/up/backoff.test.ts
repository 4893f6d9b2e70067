import { expect, it } from 'vitest';
import { BACKOFF, createBackoff } from './backoff.ts';

it('doubles up to half a minute', () => {
  const wait = createBackoff(BACKOFF);
  expect(Array.from({ length: 9 }, () => wait(0))).toEqual([250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

it('begins anew after a healthy minute', () => {
  const wait = createBackoff(BACKOFF);
  expect([wait(0), wait(59_999), wait(60_000), wait(0)]).toEqual([250, 500, 250, 500]);
});
