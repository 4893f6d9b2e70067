import { expect, it } from 'vitest';
import { seeded, seededProxy } from '../testing/snapshot.ts';
import { buildView } from '../view/build.ts';
import { addressNamed, keyNamed } from './named-proxy.ts';

const at = (kind: 'http' | 'socks4' | 'socks5', host: string, user: { username?: string } = {}) => {
  const { username: _username, password: _password, ...proxy } = seededProxy(1, seeded(1), 0);
  return { ...proxy, kind, host, port: 8, ...user };
};
const view = await buildView({
  version: 1,
  publishedAt: 0,
  run: 'r',
  proxies: [
    at('http', '192.0.2.1'),
    at('socks5', '192.0.2.1'),
    at('socks5', '192.0.2.2'),
    at('socks4', '192.0.2.3'),
    at('socks5', '192.0.2.3'),
    at('socks5', '2001:db8::1', { username: 'anna' }),
  ],
});

it.each([
  ['192.0.2.1:8', 'http://192.0.2.1:8'],
  ['socks5://192.0.2.1:8', 'socks5://192.0.2.1:8'],
  ['192.0.2.2:8', 'socks5://192.0.2.2:8'],
  ['socks5h://192.0.2.2:8', 'socks5://192.0.2.2:8'],
  ['[2001:db8::1]:8', 'socks5://anna@[2001:db8::1]:8'],
  ['anna:secret@[2001:db8::1]:8', 'socks5://anna@[2001:db8::1]:8'],
  ['192.0.2.9:8', 'http://192.0.2.9:8'],
])('means by %s the proxy %s', (text, key) => {
  expect(keyNamed(view, text)).toBe(key);
});

it('asks which one of several', () => {
  expect(() => keyNamed(view, '192.0.2.3:8')).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});

it.each(['', 'h', 'h:0', 'ftp://h:1', 'socks4a://h:1/x', '%zz:1'])('refuses %s', (text) => {
  expect(() => keyNamed(undefined, text)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});

it('reads an address', () => {
  expect(addressNamed('socks5://anna@h.example:1080')).toEqual({
    kind: 'socks5',
    host: 'h.example',
    port: 1080,
    username: 'anna',
  });
});
