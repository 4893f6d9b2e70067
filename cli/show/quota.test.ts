import { expect, it } from 'vitest';
import { showQuota } from './quota.ts';

it.each([
  [{ bytes: null, requests: null }, 'no limit'],
  [{ bytes: 1073741824, requests: null }, '1 GiB'],
  [{ bytes: null, requests: 1 }, '1 request'],
  [{ bytes: 0, requests: 100 }, '0 B, 100 requests'],
])('%j', (quota, text) => {
  expect(showQuota(quota)).toBe(text);
});
