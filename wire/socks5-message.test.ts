import { describe, expect, it } from 'vitest';
import { readCredentials, readMethods, readRequest } from './socks5-message.ts';

const octets = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'latin1'))));
const error = (detail: string, code = 'socks_malformed') => ({ state: 'error', error: { code, detail } });

describe('readMethods (RFC 1928 §3)', () => {
  it('reads what the client offers', () => {
    expect(readMethods(octets(5, 2, 0, 2, 9))).toEqual({
      state: 'message',
      message: { type: 'methods', methods: [0, 2] },
      length: 4,
    });
  });
  it('needs nothing behind the message', () => {
    expect(readMethods(octets(5, 1, 0))).toMatchObject({ state: 'message', length: 3 });
  });
  it.each([[octets()], [octets(5)], [octets(5, 2, 0)]])('waits after %j', (sent) => {
    expect(readMethods(sent)).toEqual({ state: 'more' });
  });
  it.each([
    [octets(4), error('the version is not 5')],
    [octets('G'), error('the version is not 5')],
    [octets(5, 0), error('no authentication method is offered')],
  ])('refuses %j', (sent, expected) => {
    expect(readMethods(sent)).toEqual(expected);
  });
});

describe('readCredentials (RFC 1929 §2)', () => {
  it.each([
    [octets(1, 1, 'u', 2, 'pw'), 'u', 'pw', 6],
    [octets(1, 0, 0), '', '', 3],
    [octets(1, 2, '\xc3\xbc', 1, 'p', 'rest'), 'ü', 'p', 6],
    [octets(1, 255, 'u'.repeat(255), 255, 'p'.repeat(255)), 'u'.repeat(255), 'p'.repeat(255), 513],
  ])('reads %j', (sent, username, secret, length) => {
    expect(readCredentials(sent)).toEqual({
      state: 'message',
      message: { type: 'credentials', username, secret },
      length,
    });
  });
  it.each([
    [octets()],
    [octets(1)],
    [octets(1, 2, 'u')],
    [octets(1, 1, 'u')],
    [octets(1, 1, 'u', 2, 'p')],
  ])('waits after %j', (sent) => {
    expect(readCredentials(sent)).toEqual({ state: 'more' });
  });
  it.each([
    [octets(5), error('the version of the user name and password message is not 1')],
    [octets(1, 1, '\xff', 1, 'p'), error('the user name or the password is not UTF-8')],
    [octets(1, 1, 'u', 1, '\xff'), error('the user name or the password is not UTF-8')],
  ])('refuses %j', (sent, expected) => {
    expect(readCredentials(sent)).toEqual(expected);
  });
});

describe('readRequest (RFC 1928 §4)', () => {
  const v6 = octets(0x20, 1, 0x0d, 0xb8, '\0\0\0\0\0\0\0\0\0\0', 0, 1);
  it.each([
    [octets(5, 1, 0, 1, 192, 0, 2, 1, 0, 80), 1, 'ipv4', '192.0.2.1', 80, 10],
    [Buffer.concat([octets(5, 1, 0, 4), v6, octets(1, 0xbb)]), 1, 'ipv6', '2001:db8::1', 443, 22],
    [octets(5, 1, 0, 3, 11, 'EXAMPLE.com', 0xff, 0xff, 'rest'), 1, 'domain', 'example.com', 65535, 18],
    [octets(5, 3, 0, 1, 0, 0, 0, 0, 0, 0), 3, 'ipv4', '0.0.0.0', 0, 10],
    [octets(5, 0x7f, 0, 3, 9, '127.0.0.1', 0, 1), 0x7f, 'domain', '127.0.0.1', 1, 16],
  ])('reads %j', (sent, command, addressType, host, port, length) => {
    const message = { type: 'request', command, addressType, host, port };
    expect(readRequest(sent)).toEqual({ state: 'message', message, length });
  });
  it.each([
    [octets()],
    [octets(5, 1, 0)],
    [octets(5, 1, 0, 1, 1, 2, 3, 4, 0)],
    [octets(5, 1, 0, 3)],
    [octets(5, 1, 0, 3, 1, 'a', 0)],
  ])('waits after %j', (sent) => {
    expect(readRequest(sent)).toEqual({ state: 'more' });
  });
  it.each([
    [octets(1), error('the version of the request is not 5')],
    [octets(5, 1, 1), error('the reserved octet is not 0')],
    [octets(5, 1, 0, 2), error('the address type is unknown', 'socks_address_unsupported')],
    [octets(5, 1, 0, 3, 0), error('the domain name is empty')],
    [octets(5, 1, 0, 3, 3, 'a b', 0, 80), error('the domain name is not one')],
    [octets(5, 1, 0, 3, 3, 'a\0b', 0, 80), error('the domain name is not one')],
    [octets(5, 1, 0, 3, 5, '127.1', 0, 80), error('the domain name is not one')],
  ])('refuses %j', (sent, expected) => {
    expect(readRequest(sent)).toEqual(expected);
  });
});
