import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChoice, readLoginAnswer, readRequestAnswer } from './socks5-answer.ts';
import { authReply, methodReply, requestReply, SOCKS_METHOD, SOCKS_REPLY } from './socks5-reply.ts';

const octets = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex');
const more = { state: 'more' };

describe('what our own server writes', () => {
  it('is read as it was meant', () => {
    for (const method of Object.values(SOCKS_METHOD))
      expect(readChoice(methodReply(method))).toEqual({ state: 'answer', code: method, length: 2 });
    expect(readLoginAnswer(authReply(true))).toMatchObject({ code: 0, length: 2 });
    expect(readLoginAnswer(authReply(false))).toMatchObject({ code: 1, length: 2 });
    for (const code of Object.values(SOCKS_REPLY))
      expect(readRequestAnswer(requestReply(code))).toMatchObject({ code });
    for (const host of ['192.0.2.7', '2001:db8::1']) {
      const reply = requestReply(SOCKS_REPLY.succeeded, { host, port: 1080 });
      expect(readRequestAnswer(reply)).toEqual({ state: 'answer', code: 0, length: reply.length });
    }
  });
});

describe('the reply to the request', () => {
  it.each([
    ['with a name', '050000030161ffff', { state: 'answer', code: 0, length: 8 }],
    ['with an empty name', '0500000300ffff', { state: 'answer', code: 0, length: 7 }],
    ['a refusal without its rest', '0505', { state: 'answer', code: 5, length: 2 }],
    ['a refusal that the RFC does not name', '05f0', { state: 'answer', code: 0xf0, length: 2 }],
    ['of SOCKS4', '005a', { state: 'error', detail: 'the version of the reply is not 5' }],
    ['of an unknown address type', '05000002', { state: 'error', detail: 'the address type of the reply is unknown' }],
  ])('%s', (_, reply, expected) => {
    expect(readRequestAnswer(octets(reply))).toEqual(expected);
  });

  it('is waited for to its last octet', () => {
    for (const reply of ['05000001c0000207ffff', '050000030161ffff', `05000004${'00'.repeat(18)}`]) {
      const whole = octets(reply);
      for (let length = 0; length < whole.length; length += 1)
        expect(readRequestAnswer(whole.subarray(0, length))).toEqual(more);
    }
  });
});

it('takes the answer to a login whatever its version says, and a choice of version 5 only', () => {
  expect(readLoginAnswer(octets('0500'))).toMatchObject({ code: 0 });
  expect(readChoice(octets('48'))).toEqual({ state: 'error', detail: 'the version is not 5' });
  expect([readChoice(octets('05')), readLoginAnswer(octets('01'))]).toEqual([more, more]);
});

it('never takes more octets than there are', () => {
  const octet = fc.oneof(fc.constantFrom(0, 1, 3, 4, 5), fc.nat(255));
  fc.assert(
    fc.property(
      fc.array(octet, { maxLength: 30 }),
      fc.constantFrom(readChoice, readLoginAnswer, readRequestAnswer),
      (raw, read) => {
        const answer = read(Buffer.from(raw));
        if (answer.state === 'answer') expect(answer.length).toBeLessThanOrEqual(raw.length);
      },
    ),
  );
});
