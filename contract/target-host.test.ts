import { expect, it } from 'vitest';
import { hostOfTarget } from './target-host.ts';

it.each([
  ['https://Shop.Example/cart?id=7#top', 'shop.example'],
  ['http://user:secret@shop.example:8080/', 'shop.example'],
  ['shop.example:443', 'shop.example'],
  ['shop.example.', 'shop.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['localhost', 'localhost'],
  ['192.0.2.1:80', '192.0.2.1'],
  ['[2001:DB8::1]:443', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
])('%s names %s', (text, host) => {
  expect(hostOfTarget(text)).toBe(host);
});

it.each(['', 'https://', 'a b', '*.shop.example', 'file:///etc/passwd', '/cart'])('"%s" names none', (text) => {
  expect(hostOfTarget(text)).toBeUndefined();
});
