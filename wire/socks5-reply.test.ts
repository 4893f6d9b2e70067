import { describe, expect, it } from 'vitest';
import { authReply, methodReply, requestReply, SOCKS_METHOD, SOCKS_REPLY } from './socks5-reply.ts';

describe('SOCKS5 replies', () => {
  it('choose a method (RFC 1928 §3)', () => {
    expect([...methodReply(SOCKS_METHOD.password)]).toEqual([5, 2]);
    expect([...methodReply(SOCKS_METHOD.noneAcceptable)]).toEqual([5, 255]);
  });

  it('judge credentials (RFC 1929 §2)', () => {
    expect([...authReply(true)]).toEqual([1, 0]);
    expect([...authReply(false)]).toEqual([1, 1]);
  });

  it.each([
    [SOCKS_REPLY.succeeded, undefined, '05000001000000000000'],
    [SOCKS_REPLY.succeeded, { host: '192.0.2.1', port: 443 }, '05000001c000020101bb'],
    [SOCKS_REPLY.succeeded, { host: '2001:db8::1', port: 80 }, '0500000420010db80000000000000000000000010050'],
    [SOCKS_REPLY.succeeded, { host: 'a.example', port: 80 }, '05000001000000000000'],
    [SOCKS_REPLY.connectionRefused, undefined, '05050001000000000000'],
    [SOCKS_REPLY.addressUnsupported, undefined, '05080001000000000000'],
  ] as const)('answer the request with %i, bound to %j (RFC 1928 §6)', (code, bound, hex) => {
    expect(requestReply(code, bound).toString('hex')).toBe(hex);
  });
});
