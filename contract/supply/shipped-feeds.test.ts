import { expect, it } from 'vitest';
import { SHIPPED_FEEDS } from './shipped-feeds.ts';

it('ships lists that are off, by TLS, each with its terms and a name of its own', () => {
  for (const { name, url = '', enabled, managed, terms = '', headers } of SHIPPED_FEEDS) {
    expect([name, enabled, managed, headers]).toEqual([name, false, 'shipped', undefined]);
    expect(URL.parse(url)?.protocol).toBe('https:');
    expect(terms.length).toBeGreaterThan(10);
  }
  expect(new Set(SHIPPED_FEEDS.map(({ name }) => name)).size).toBe(SHIPPED_FEEDS.length);
  expect(SHIPPED_FEEDS.length).toBeGreaterThanOrEqual(8);
});
