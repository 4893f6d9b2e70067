import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGreeting, formatLogin, formatRequest } from './socks5-ask.ts';
import { readCredentials, readMethods, readRequest } from './socks5-message.ts';

/** Well-formed Unicode: no lone surrogates, which UTF-8 cannot carry. */
const text = (longest: number) => fc.string({ unit: 'grapheme-ascii', maxLength: longest });

describe('the greeting', () => {
  it('offers what there is, the password first', () => {
    expect([...formatGreeting(false)]).toEqual([5, 1, 0]);
    expect([...formatGreeting(true)]).toEqual([5, 2, 2, 0]);
  });

  it.each([true, false])('is read as it was written (%s)', (withLogin) => {
    const octets = formatGreeting(withLogin);
    expect(readMethods(octets)).toMatchObject({ state: 'message', length: octets.length });
  });
});

describe('the login', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(text(255), text(255), (username, password) => {
        const octets = formatLogin({ username, password }) ?? Buffer.alloc(0);
        const message = { type: 'credentials', username, secret: password };
        expect(readCredentials(octets)).toEqual({ state: 'message', message, length: octets.length });
      }),
    );
  });

  it('counts octets, not characters', () => {
    expect(formatLogin({ username: 'ü'.repeat(127), password: '' })).toHaveLength(3 + 254);
    expect(formatLogin({ username: 'ü'.repeat(128), password: '' })).toBeUndefined();
    expect(formatLogin({ username: '', password: 'x'.repeat(256) })).toBeUndefined();
  });
});

describe('the request', () => {
  it.each([
    ['192.0.2.7', 80, '05010001c00002070050'],
    ['2001:db8::1', 443, '0501000420010db800000000000000000000000101bb'],
    ['a.example', 65535, '0501000309612e6578616d706c65ffff'],
  ])('for %s', (host, port, hexadecimal) => {
    expect(formatRequest({ host, port })?.toString('hex')).toBe(hexadecimal);
  });

  it('is read as it was written', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4());
    fc.assert(
      fc.property(host, fc.nat(65_535), (asked, port) => {
        const octets = formatRequest({ host: asked, port }) ?? Buffer.alloc(0);
        const message = { type: 'request', command: 1, host: asked.toLowerCase(), port };
        expect(readRequest(octets)).toMatchObject({ state: 'message', message, length: octets.length });
      }),
    );
  });

  it('is not written for what it cannot carry', () => {
    expect(formatRequest({ host: '', port: 80 })).toBeUndefined();
    expect(formatRequest({ host: 'x'.repeat(256), port: 80 })).toBeUndefined();
  });
});
