import { expect, it } from 'vitest';
import { siteOf } from './site.ts';

it.each([
  ['www.shop.example', 'shop.example'],
  ['shop.example', 'shop.example'],
  ['a.b.shop.co.uk', 'shop.co.uk'],
  ['shop.co.uk.', 'shop.co.uk'],
  ['one.github.io', 'one.github.io'],
  ['www.two.github.io', 'two.github.io'],
  // What has no registrable domain stands for itself, and for nothing below it.
  ['co.uk', 'co.uk'],
  ['com', 'com'],
  ['localhost', 'localhost'],
  ['localhost.', 'localhost'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
])('%s is of %s', (host, site) => {
  expect(siteOf(host)).toBe(site);
});
