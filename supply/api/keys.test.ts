import { hashSecret } from '@atlantic/contract/secret.ts';
import { expect, it } from 'vitest';
import { createKeyRing, secretOf, splitTarget } from './keys.ts';

it('finds a key by its secret, and nobody without keys', () => {
  const ring = createKeyRing([
    { name: 'one', hash: hashSecret('s1'), role: 'reader' },
    { name: 'two', hash: hashSecret('s2'), role: 'operator' },
  ]);
  expect(ring.find('s2')).toEqual({ name: 'two', role: 'operator' });
  expect([ring.find('s3'), ring.find(''), ring.find(hashSecret('s1'))]).toEqual([undefined, undefined, undefined]);
  expect(createKeyRing([]).find('')).toBeUndefined();
});

it.each([
  ['/get-proxy', '/get-proxy', '', undefined],
  ['/get-proxy?limit=2', '/get-proxy', 'limit=2', undefined],
  ['/get-proxy?limit=2&key=a%20b&all=1', '/get-proxy', 'limit=2&all=1', 'a b'],
  ['/get-proxy?key=a+b', '/get-proxy', '', 'a b'],
  ['/get-proxy?key=a&key=b', '/get-proxy', '', 'a'],
  ['/get-proxy?monkey=1', '/get-proxy', 'monkey=1', undefined],
  ['/get-proxy?key', '/get-proxy', '', ''],
  ['/a?b?c', '/a', 'b?c', undefined],
])('takes %s apart, the key out of it', (target, path, query, key) => {
  expect(splitTarget(target)).toEqual({ path, query, key });
});

it.each([
  [{ 'x-api-key': 'a', authorization: 'Bearer b' }, 'c', 'a'],
  [{ authorization: 'Bearer b' }, 'c', 'b'],
  [{ authorization: 'bearer  b ' }, undefined, 'b'],
  [{ authorization: 'Basic b' }, 'c', 'c'],
  [{}, undefined, undefined],
])('reads the key of %j and %s', (headers, inQuery, secret) => {
  expect(secretOf(headers, inQuery)).toBe(secret);
});
