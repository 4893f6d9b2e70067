import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSocks4Client } from './socks4-client.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const target = { host: '192.0.2.7', port: 443 };
const TAIL = '\x00\x00\x00\x00\x00\x00';
const GRANTED = `\x00\x5a${TAIL}`;

describe('what a SOCKS4 client asks', () => {
  it.each([
    ['an address', { target }, '\x04\x01\x01\xbb\xc0\x00\x02\x07\x00'],
    ['an address, as a user', { target, user: 'me' }, '\x04\x01\x01\xbb\xc0\x00\x02\x07me\x00'],
    [
      'a name, which is SOCKS4a',
      { target: { host: 'a.example', port: 80 }, user: 'me' },
      '\x04\x01\x00\x50\x00\x00\x00\x01me\x00a.example\x00',
    ],
  ])('%s', (_, options, request) => {
    expect(createSocks4Client(options).request).toEqual(latin1(request));
  });

  it.each([
    [{ target: { host: '2001:db8::1', port: 1 } }, 'an IPv6 address'],
    [{ target: { host: '', port: 1 } }, 'no name of 1 to 255 octets'],
    [{ target: { host: 'x'.repeat(256), port: 1 } }, 'no name of 1 to 255 octets'],
    [{ target: { host: 'a\0b', port: 1 } }, 'no name of 1 to 255 octets'],
    [{ target, user: 'x'.repeat(256) }, 'the user name'],
    [{ target, user: 'a\0b' }, 'the user name'],
  ])('not what it cannot carry: %j', (options, detail) => {
    const error = { code: 'request_unsupported', detail: expect.stringContaining(detail) };
    expect(createSocks4Client(options).request).toEqual(error);
  });
});

/** What a server that says `text`, cut into pieces, leads to; what comes behind the end is gathered in `rest`. */
function answer(text: string, cut: (octets: Buffer) => Buffer[]) {
  const client = createSocks4Client({ target });
  const pieces = cut(latin1(text));
  for (const [at, piece] of pieces.entries()) {
    const step = client.push(piece);
    if (step.type === 'open') return { ...step, rest: Buffer.concat([step.rest, ...pieces.slice(at + 1)]) };
    if (step.type !== 'more') return step;
  }
  return 'waiting';
}

describe('what a SOCKS4 server answers', () => {
  it.each([
    ['granted', GRANTED, { type: 'open', rest: latin1('') }],
    ['granted, with early data', `${GRANTED}hello`, { type: 'open', rest: latin1('hello') }],
    ['granted, with the version of the request', `\x04\x5a${TAIL}`, { type: 'open', rest: latin1('') }],
    ['rejected', `\x00\x5b${TAIL}`, { type: 'refused', code: 91 }],
    ['no identd', '\x00\x5c', { type: 'refused', code: 92 }],
    ['another user', '\x00\x5d', { type: 'refused', code: 93 }],
    ['a code of its own', '\x00\x00', { type: 'refused', code: 0 }],
    ['cut off', '\x00\x5a\x00', 'waiting'],
    ['nothing', '', 'waiting'],
    [
      'a web server’s words',
      'HTTP/1.1 400',
      { type: 'error', error: { code: 'response_malformed', detail: 'the version of the reply is not 0' } },
    ],
  ])('%s', (_, text, end) => {
    expect(answer(text, whole)).toEqual(end);
    expect(answer(text, singly)).toEqual(end);
  });

  it('means the same wherever the octets are cut', () => {
    const octets = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    const tail = fc.constantFrom(GRANTED, '\x00\x5b', '').chain((start) => octets.map((rest) => start + rest));
    fc.assert(
      fc.property(tail, fc.array(fc.nat()), (text, places) => {
        expect(answer(text, (all) => cutAt(all, places))).toEqual(answer(text, whole));
      }),
    );
  });

  it('says its last word again', () => {
    const client = createSocks4Client({ target });
    const last = client.push(latin1('\x00\x5b'));
    expect(client.push(latin1(GRANTED))).toBe(last);
  });
});
