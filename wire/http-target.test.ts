import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAuthority, isHostValue, parseAbsolute, parseAuthority } from './http-target.ts';

describe('parseAuthority (RFC 9112 §3.2.3)', () => {
  it.each([
    ['example.com:443', { host: 'example.com', port: 443 }],
    ['EXAMPLE.com:80', { host: 'example.com', port: 80 }],
    ['192.0.2.1:65535', { host: '192.0.2.1', port: 65535 }],
    ['[2001:DB8::1]:443', { host: '2001:db8::1', port: 443 }],
  ])('reads %s', (text, authority) => {
    expect(parseAuthority(text)).toEqual(authority);
  });

  it.each([
    '',
    'example.com',
    'example.com:',
    ':443',
    'example.com:0',
    'example.com:65536',
    'example.com:+80',
    'example.com:80:80',
    'example.com:443/',
    'user@example.com:443',
    'http://example.com:443',
    '[::1]',
    '[::1]443',
    '[::1',
    '::1:443',
    '127.1:80',
  ])('refuses %j', (text) => {
    expect(parseAuthority(text)).toBeUndefined();
  });

  it('reads what formatAuthority writes', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom('::1', '2001:db8::1', '::ffff:192.0.2.1'));
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65535 }), (name, port) => {
        expect(parseAuthority(formatAuthority(name, port))).toEqual({ host: name.toLowerCase(), port });
      }),
    );
  });
});

describe('formatAuthority', () => {
  it('leaves out the default port only', () => {
    expect(formatAuthority('example.com', 80, 80)).toBe('example.com');
    expect(formatAuthority('::1', 80, 80)).toBe('[::1]');
    expect(formatAuthority('example.com', 8080, 80)).toBe('example.com:8080');
    expect(formatAuthority('example.com', 80)).toBe('example.com:80');
  });
});

describe('parseAbsolute (RFC 9112 §3.2.2)', () => {
  it.each([
    ['http://example.com/a/b?c=d', 'GET', { scheme: 'http', host: 'example.com', port: 80, path: '/a/b?c=d' }],
    ['HTTP://EXAMPLE.com:8080/A', 'GET', { scheme: 'http', host: 'example.com', port: 8080, path: '/A' }],
    ['HTTPS://example.com:1', 'GET', { scheme: 'https', host: 'example.com', port: 1, path: '/' }],
    ['https://example.com', 'GET', { scheme: 'https', host: 'example.com', port: 443, path: '/' }],
    ['http://[::1]:81?q', 'GET', { scheme: 'http', host: '::1', port: 81, path: '/?q' }],
    ['http://example.com:/', 'GET', { scheme: 'http', host: 'example.com', port: 80, path: '/' }],
    ['http://example.com//etc//@x:y', 'GET', { scheme: 'http', host: 'example.com', port: 80, path: '//etc//@x:y' }],
    ['http://example.com', 'GET', { scheme: 'http', host: 'example.com', port: 80, path: '/' }],
    ['http://example.com', 'OPTIONS', { scheme: 'http', host: 'example.com', port: 80, path: '*' }],
    ['http://example.com/', 'OPTIONS', { scheme: 'http', host: 'example.com', port: 80, path: '/' }],
    ['http://example.com?q', 'OPTIONS', { scheme: 'http', host: 'example.com', port: 80, path: '/?q' }],
  ])('reads %s of a %s request', (target, method, parsed) => {
    expect(parseAbsolute(target, method)).toEqual(parsed);
  });

  it.each([
    ['/origin', 'origin form'],
    ['*', 'asterisk form'],
    ['example.com:443', 'authority form'],
    ['http:///path', 'empty host'],
    ['http://:80/', 'empty host'],
    ['http:/example.com/', 'one slash'],
    ['http://user:pass@example.com/', 'user information'],
    ['http://good.example\\@bad.example/', 'backslash'],
    ['http://example.com/#fragment', 'fragment'],
    ['http://example.com:0/', 'port 0'],
    ['http://example.com:99999/', 'port out of range'],
    ['http://exa mple.com/', 'space'],
    ['ftp://example.com/', 'other scheme'],
    ['httpx://example.com/', 'other scheme'],
    ['http://127.1/', 'short IPv4'],
  ])('refuses %s: %s', (target) => {
    expect(parseAbsolute(target, 'GET')).toBeUndefined();
  });
});

describe('isHostValue (RFC 9112 §3.2)', () => {
  it.each(['', 'example.com', 'example.com:80', 'example.com:', '[::1]:65535', '192.0.2.1'])('takes %j', (value) => {
    expect(isHostValue(value)).toBe(true);
  });
  it.each(['a b', 'a,b', 'a/b', 'user@a', 'a:b', 'a:65536', 'a:1:2', ':80', 'http://a'])('refuses %j', (value) => {
    expect(isHostValue(value)).toBe(false);
  });
});
