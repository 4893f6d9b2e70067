import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDPOINT_KINDS, endpointUrlProblem, parseEndpointUrl, usualPort } from './endpoint-url.ts';

describe('parseEndpointUrl', () => {
  it.each([
    ['http://proxy.example:3128', { host: 'proxy.example', port: 3128 }],
    ['HTTP://Proxy.Example:80/', { host: 'proxy.example', port: 80 }],
    ['http://10.0.0.1:8080', { host: '10.0.0.1', port: 8080 }],
    ['http://[2001:DB8::1]:8080', { host: '2001:db8::1', port: 8080 }],
    ['http://user:p%40ss@h:1', { host: 'h', port: 1, username: 'user', password: 'p@ss' }],
    ['http://user:a:b@h:1', { host: 'h', port: 1, username: 'user', password: 'a:b' }],
    ['http://user:p@ss@h:1', { host: 'h', port: 1, username: 'user', password: 'p@ss' }],
    ['http://user@h:1', { host: 'h', port: 1, username: 'user', password: '' }],
  ])('%s', (text, parts) => {
    expect(parseEndpointUrl(text)).toEqual({ kind: 'http', ...parts });
    expect(endpointUrlProblem(text)).toBeUndefined();
  });

  it.each([
    ['socks5://proxy.example', { host: 'proxy.example', port: 1080 }],
    ['socks5://proxy.example:1081/', { host: 'proxy.example', port: 1081 }],
    ['SOCKS5://user:p%40ss@[2001:db8::1]', { host: '2001:db8::1', port: 1080, username: 'user', password: 'p@ss' }],
    [`socks5://${'%C3%BC'.repeat(127)}@h`, { host: 'h', port: 1080, username: 'ü'.repeat(127), password: '' }],
  ])('%s', (text, parts) => {
    expect(parseEndpointUrl(text)).toEqual({ kind: 'socks5', ...parts });
    expect(endpointUrlProblem(text)).toBeUndefined();
  });

  it.each([
    ['https://proxy.example', { kind: 'https', host: 'proxy.example', port: 443 }],
    ['https://u:p@h:8443', { kind: 'https', host: 'h', port: 8443, username: 'u', password: 'p' }],
    ['socks4://192.0.2.1', { kind: 'socks4', host: '192.0.2.1', port: 1080 }],
    ['socks4a://me@h:9050', { kind: 'socks4a', host: 'h', port: 9050, username: 'me' }],
    ['SOCKS5H://u@h', { kind: 'socks5h', host: 'h', port: 1080, username: 'u', password: '' }],
  ])('%s', (text, parts) => {
    expect(parseEndpointUrl(text)).toEqual(parts);
    expect(endpointUrlProblem(text)).toBeUndefined();
  });

  it('gives back any user name and password that was percent-encoded', () => {
    const text = fc.string({ minLength: 1 });
    const username = text.filter((name) => !name.includes(':'));
    fc.assert(
      fc.property(username, text, (user, secret) => {
        const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@h:1`;
        expect(parseEndpointUrl(url)).toMatchObject({ username: user, password: secret });
      }),
    );
  });
});

describe('endpointUrlProblem', () => {
  const form =
    'must be http://[USER:PASSWORD@]HOST:PORT with a port from 1 to 65535; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h';
  const socksForm = (scheme: string) =>
    `must be ${scheme}://[USER:PASSWORD@]HOST[:PORT] with a port from 1 to 65535, and at most 255 octets in USER and in PASSWORD`;
  const socks4Form = (scheme: string) =>
    `must be ${scheme}://[USER@]HOST[:PORT] with a port from 1 to 65535, and at most 255 octets in USER, which has no password in this protocol`;
  it.each([
    ['http://host', form],
    ['http://host:0', form],
    ['http://host:65536', form],
    ['http://host:80/path', form],
    ['http://host:80?x', form],
    ['http://*.host:80', form],
    ['http://10.0.0.0/8:80', form],
    ['http://[::1:80', form],
    ['http://[127.0.0.1]:80', form],
    ['http://a%3Ab:secret@h:1', form],
    ['http://%zz:secret@h:1', form],
    ['user:secret@host:80', form],
    ['host:80', form],
    ['', form],
    ['socks5://host:0', socksForm('socks5')],
    ['socks5h://[::1', socksForm('socks5h')],
    ['socks5://host:1080/path', socksForm('socks5')],
    [`socks5://${'%C3%BC'.repeat(128)}@host`, socksForm('socks5')],
    [`socks5://u:${'x'.repeat(256)}@host`, socksForm('socks5')],
    ['socks4://user:secret@host:1080', socks4Form('socks4')],
    ['socks4a://a%00b@host', socks4Form('socks4a')],
    [`socks4://${'x'.repeat(256)}@host`, socks4Form('socks4')],
    ['https://host/path', form.replace('http:', 'https:').replace(':PORT', '[:PORT]')],
    ['https4://host', 'is of the kind https4; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h'],
    [
      'constructor://host:443',
      'is of the kind constructor; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h',
    ],
  ])('%s', (text, problem) => {
    expect(parseEndpointUrl(text)).toBeUndefined();
    expect(endpointUrlProblem(text)).toBe(problem);
  });

  it('never quotes the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{12}$/), fc.constantFrom('http', 'socks5', 'ftp'), (secret, scheme) => {
        expect(endpointUrlProblem(`${scheme}://user:${secret}@host:0`)).not.toContain(secret);
      }),
    );
  });
});

it('knows the usual ports', () => {
  expect(ENDPOINT_KINDS.map(usualPort)).toEqual([undefined, 443, 1080, 1080, 1080, 1080]);
});
