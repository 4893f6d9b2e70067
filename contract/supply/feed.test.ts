import { expect, it } from 'vitest';
import { feedNameSchema, feedSchema } from './feed.ts';

it('fills in what a feed does not say', () => {
  expect(feedSchema.parse({ name: 'one', url: 'https://lists.example/http.txt', managed: 'file' })).toEqual({
    name: 'one',
    url: 'https://lists.example/http.txt',
    managed: 'file',
    format: 'auto',
    everySeconds: 1_800,
    timeoutSeconds: 30,
    maxBytes: 67_108_864,
    allowPrivate: false,
    enabled: true,
  });
});

it.each([
  { url: 'ftp://lists.example/' },
  { url: 'lists.example' },
  { headers: { 'a b': 'c' } },
  { headers: { a: 'b\r\nc: d' } },
  { format: 'xml' },
  { kind: 'socks5h' },
])('refuses %j', (wrong) => {
  expect(feedSchema.safeParse({ name: 'one', managed: 'api', ...wrong }).success).toBe(false);
});

it('knows names', () => {
  expect(['a', 'the.list-2_x', 'A', '-a', '', 'a b'].map((name) => feedNameSchema.safeParse(name).success)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
