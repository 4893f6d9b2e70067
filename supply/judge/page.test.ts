import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { judgePage, TOKEN } from './page.ts';

it('is HTML, in which nothing of the request does anything', () => {
  const headers: [string, string][] = [['X-Evil', '</pre><script>alert("1")</script>']];
  const page = judgePage({ token: 'a1b2c3d4', address: '192.0.2.1', headers }).toString('latin1');
  expect(page.split('\n').slice(1, 4)).toEqual([
    'token a1b2c3d4',
    'address 192.0.2.1',
    'header X-Evil: &lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;',
  ]);
});

it('ends with a digest of everything before it', () => {
  const page = judgePage({ token: 'a1b2c3d4', address: '192.0.2.1', headers: [] }).toString('latin1');
  const [, before = '', digest] = /^(.*\n)<!-- sha256 ([0-9a-f]{64}) -->\n$/s.exec(page) ?? [];
  expect(createHash('sha256').update(before, 'latin1').digest('hex')).toBe(digest);
});

it.each(['short', 'a'.repeat(65), '<script>', 'a b c d e f', ''])('has no token like %j', (text) => {
  expect(TOKEN.test(text)).toBe(false);
});
