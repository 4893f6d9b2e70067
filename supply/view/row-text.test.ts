import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seeded, seededProxy } from '../testing/snapshot.ts';
import { buildRowText, jsonRow, urlLine } from './row-text.ts';

it('gives back what was added, and how long it is', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const builder = buildRowText(texts.length);
      for (const text of texts) builder.add(text);
      const rows = builder.finish();
      expect(texts.map((_, row) => rows.text(row))).toEqual(texts);
      expect(texts.map((_, row) => rows.length(row))).toEqual(texts.map((text) => Buffer.byteLength(text)));
    }),
  );
});

it('leaves out the first octets when asked', () => {
  const builder = buildRowText(2);
  builder.add('http://a:1\n');
  builder.add('socks5://b:2\n');
  const rows = builder.finish();
  expect([rows.text(1, 9), rows.length(1, 9)]).toEqual(['b:2\n', 4]);
});

it('writes a proxy as a line and as an object', () => {
  const proxy = { ...seededProxy(3, seeded(1), 0), host: '2001:db8::1', port: 1080, username: 'a@b', password: 'c:d' };
  expect(urlLine(proxy)).toBe('socks5://a%40b:c%3Ad@[2001:db8::1]:1080\n');
  expect(JSON.parse(jsonRow(proxy))).toMatchObject({
    url: 'socks5://a%40b:c%3Ad@[2001:db8::1]:1080',
    protocol: 'socks5',
    address: '[2001:db8::1]:1080',
    username: 'a@b',
    password: 'c:d',
    checkedAt: '1970-01-01T00:00:00.000Z',
  });
});
