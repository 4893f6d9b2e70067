import { expect, it } from 'vitest';
import { isSpent } from './spent.ts';

it.each([
  ['nothing is limited', { bytes: null, requests: null }, false],
  ['some is left of both', { bytes: 101, requests: 8 }, false],
  ['all bytes are used', { bytes: 100, requests: null }, true],
  ['all requests are used', { bytes: 101, requests: 7 }, true],
  ['more is used than there is', { bytes: 99, requests: null }, true],
  ['the quota is nothing', { bytes: 0, requests: null }, true],
])('%s: %j', (_says, quota, spent) => {
  expect(isSpent({ quota, used: { bytes: 100, requests: 7 } })).toBe(spent);
});
