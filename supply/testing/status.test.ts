import { supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { expect, it } from 'vitest';
import { seededSnapshot } from './snapshot.ts';
import { statusOf } from './status.ts';

it.each([undefined, seededSnapshot(2)])('is a status, with and without a snapshot', (snapshot) => {
  const status = statusOf(snapshot);
  expect(supplyStatusSchema.parse(status)).toEqual(status);
  expect(status.snapshot?.alive).toBe(snapshot?.proxies.length);
});
