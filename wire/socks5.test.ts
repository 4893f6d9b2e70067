import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSocks5Reader, type Socks5Event } from './socks5.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';

/** A listener that takes user names and passwords when they are offered. Early data is gathered in `rest`. */
function handshake(pieces: readonly Buffer[]): Socks5Event[] {
  const reader = createSocks5Reader();
  const events: Socks5Event[] = [];
  for (const [index, piece] of pieces.entries()) {
    let event = reader.push(piece);
    for (; event.type === 'methods' || event.type === 'credentials'; event = answer(event)) events.push(event);
    if (event.type === 'error') return [...events, event];
    if (event.type === 'request')
      return [...events, { ...event, rest: Buffer.concat([event.rest, ...pieces.slice(index + 1)]) }];
  }
  return events;

  function answer(event: Socks5Event): Socks5Event {
    return reader.proceed(event.type === 'methods' && event.methods.includes(2) ? 'credentials' : 'request');
  }
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const GREETING = '\x05\x02\x00\x02';
const CREDENTIALS = '\x01\x02me\x06secret';
const REQUEST = '\x05\x01\x00\x03\x0bexample.com\x01\xbb';
const target = { type: 'request', command: 1, addressType: 'domain', host: 'example.com', port: 443 };

describe('a SOCKS5 handshake', () => {
  it.each([
    [
      'with user name and password, and early data',
      `${GREETING}${CREDENTIALS}${REQUEST}hello`,
      [
        { type: 'methods', methods: [0, 2] },
        { type: 'credentials', username: 'me', secret: 'secret' },
        { ...target, rest: latin1('hello'), bytes: 33 },
      ],
    ],
    [
      'without authentication',
      `\x05\x01\x00${REQUEST}`,
      [
        { type: 'methods', methods: [0] },
        { ...target, rest: latin1(''), bytes: 21 },
      ],
    ],
    ['cut off', `${GREETING}\x01\x02m`, [{ type: 'methods', methods: [0, 2] }]],
    [
      'of SOCKS4',
      '\x04\x01\x00\x50\x01\x02\x03\x04\x00',
      [{ type: 'error', error: { code: 'socks_malformed', detail: 'the version is not 5' } }],
    ],
    [
      'with an unknown address type',
      '\x05\x01\x00\x05\x01\x00\x09',
      [
        { type: 'methods', methods: [0] },
        { type: 'error', error: { code: 'socks_address_unsupported', detail: 'the address type is unknown' } },
      ],
    ],
  ])('%s', (_, sent, events) => {
    expect(handshake(whole(latin1(sent)))).toEqual(events);
    expect(handshake(singly(latin1(sent)))).toEqual(events);
  });

  it('waits for the decision before it reads on', () => {
    const reader = createSocks5Reader();
    expect(reader.push(latin1(`${GREETING}\x01\x02m`))).toEqual({ type: 'methods', methods: [0, 2] });
    expect(reader.push(latin1('e\x06secret'))).toEqual({ type: 'more' });
    expect(reader.proceed('credentials')).toEqual({ type: 'credentials', username: 'me', secret: 'secret' });
    expect(reader.proceed('request')).toEqual({ type: 'more' });
    expect(reader.push(latin1(REQUEST))).toEqual({ ...target, rest: latin1(''), bytes: 33 });
  });

  it('repeats an error for ever', () => {
    const reader = createSocks5Reader();
    const refused = reader.push(latin1('GET / HTTP/1.1\r\n'));
    expect(refused).toMatchObject({ type: 'error' });
    expect(reader.push(latin1(GREETING))).toEqual(refused);
    expect(reader.proceed('request')).toEqual(refused);
  });

  it('gives the same events however the octets are cut, damaged or not', () => {
    const stream = latin1(`${GREETING}${CREDENTIALS}${REQUEST}hello`);
    const damage = fc.option(fc.record({ at: fc.nat(stream.length - 1), octet: fc.nat(255) }));
    fc.assert(
      fc.property(damage, fc.array(fc.nat()), (damaged, places) => {
        const octets = Buffer.from(stream);
        if (damaged) octets[damaged.at] = damaged.octet;
        const events = handshake(whole(octets));
        expect(handshake(cutAt(octets, places))).toEqual(events);
        expect(events.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same events for any octets however they are cut', () => {
    const octet = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.nat(255));
    fc.assert(
      fc.property(fc.array(octet, { maxLength: 40 }), fc.array(fc.nat()), (raw, places) => {
        const octets = Buffer.from([5, ...raw]);
        expect(handshake(cutAt(octets, places))).toEqual(handshake(whole(octets)));
      }),
      { numRuns: 500 },
    );
  });
});
