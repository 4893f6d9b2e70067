import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointUrlProblem, parseEndpointUrl } from './endpoint-url.ts';

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
  const form = 'must be http://[USER:PASSWORD@]HOST:PORT with a port from 1 to 65535; the kinds of endpoint are http';
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
    ['socks5://user:secret@host:1080', 'is of the kind socks5; the kinds of endpoint are http'],
    ['https://host:443', 'is of the kind https; the kinds of endpoint are http'],
  ])('%s', (text, problem) => {
    expect(parseEndpointUrl(text)).toBeUndefined();
    expect(endpointUrlProblem(text)).toBe(problem);
  });

  it('never quotes the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{12}$/), (secret) => {
        expect(endpointUrlProblem(`http://user:${secret}@host`)).not.toContain(secret);
      }),
    );
  });
});
