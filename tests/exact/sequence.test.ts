import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionsOf, type Segment } from './sequence.ts';

type Part = Partial<Segment>;
const segment = (from: Segment['from'], part: Part): Segment => ({
  client: '127.0.0.1:40000',
  gatewayPort: 8080,
  from,
  sequence: 0,
  acknowledgment: 0,
  length: 0,
  syn: false,
  ack: part.acknowledgment !== undefined,
  fin: false,
  rst: false,
  ...part,
});
const client = (part: Part) => segment('client', part);
const gateway = (part: Part) => segment('gateway', part);

/** Both sides' SYN; the client's first octet has number 101, the gateway's 901. */
const OPENING = [
  client({ sequence: 100, syn: true, ack: false }),
  gateway({ sequence: 900, acknowledgment: 101, syn: true }),
  client({ sequence: 101, acknowledgment: 901 }),
];

describe('payload of a connection', () => {
  it('is what lies between SYN and FIN, each way', () => {
    const seen = connectionsOf([
      ...OPENING,
      client({ sequence: 101, acknowledgment: 901, length: 50 }),
      gateway({ sequence: 901, acknowledgment: 151, length: 1000 }),
      client({ sequence: 151, acknowledgment: 1901, fin: true }),
      gateway({ sequence: 1901, acknowledgment: 152, fin: true }),
      client({ sequence: 152, acknowledgment: 1902 }),
    ]);
    expect(seen).toEqual([{ client: '127.0.0.1:40000', gatewayPort: 8080, up: 50, down: 1000, end: 'fin', missed: 0 }]);
  });

  it('counts once what was sent twice, and a FIN that carries octets', () => {
    const seen = connectionsOf([
      ...OPENING,
      client({ sequence: 101, length: 50 }),
      client({ sequence: 101, length: 50 }),
      client({ sequence: 131, length: 30, fin: true }),
      gateway({ sequence: 901, acknowledgment: 162, fin: true }),
      client({ sequence: 162, acknowledgment: 902 }),
    ]);
    expect(seen).toMatchObject([{ up: 60, down: 0, end: 'fin' }]);
  });

  it('is not changed by the numbers of a reset, of keep-alives or of zero-window probes', () => {
    const seen = connectionsOf([
      ...OPENING,
      gateway({ sequence: 901, length: 10 }),
      gateway({ sequence: 900 }),
      gateway({ sequence: 910 }),
      client({ sequence: 4_000_000, rst: true }),
    ]);
    expect(seen).toMatchObject([{ up: 0, down: 10, end: 'reset', missed: 0 }]);
  });

  it('has ended in order once both FINs are acknowledged, and a reset behind that changes nothing', () => {
    const conversation = [
      ...OPENING,
      client({ sequence: 101, length: 5, fin: true }),
      gateway({ sequence: 901, acknowledgment: 107, fin: true }),
      client({ sequence: 107, acknowledgment: 902 }),
    ];
    const reset = gateway({ sequence: 901, rst: true });
    const endOf = (segments: Segment[]) => connectionsOf(segments)[0]?.end;
    expect(conversation.map((_, index) => endOf(conversation.slice(0, index + 1)))).toEqual([
      ...Array(5).fill('open'),
      'fin',
    ]);
    expect(endOf([...conversation, reset])).toBe('fin');
    expect(endOf([...conversation.slice(0, -1), reset])).toBe('reset');
  });

  it('is missed where an acknowledgment goes beyond what was seen', () => {
    const seen = connectionsOf([...OPENING, client({ sequence: 101, length: 5 }), gateway({ acknowledgment: 206 })]);
    expect(seen).toMatchObject([{ up: 5, missed: 100 }]);
  });
});

it('tells apart connections that use one port in turn, and a SYN that is sent again', () => {
  const seen = connectionsOf([
    client({ sequence: 100, syn: true, ack: false }),
    ...OPENING,
    client({ sequence: 101, length: 1, fin: true }),
    client({ sequence: 7000, syn: true, ack: false }),
    gateway({ sequence: 5, acknowledgment: 7001, syn: true }),
    client({ sequence: 7001, length: 2 }),
  ]);
  expect(seen).toMatchObject([{ up: 1 }, { up: 2 }]);
});

it('tells apart clients that use one port at several addresses', () => {
  const seen = connectionsOf(
    ['127.0.0.1:5', '127.0.0.2:5'].flatMap((address, index) => [
      client({ client: address, sequence: 100, syn: true, ack: false }),
      client({ client: address, sequence: 101, length: index + 1 }),
    ]),
  );
  expect(seen).toMatchObject([
    { client: '127.0.0.1:5', up: 1 },
    { client: '127.0.0.2:5', up: 2 },
  ]);
});

it('leaves out what began before the observer watched', () => {
  expect(connectionsOf([client({ sequence: 5, length: 10 })])).toEqual([]);
});

it('is right for any initial number, any cut into segments, and any of them sent again', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 65_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), cuts, fc.array(fc.nat()), (initial, lengths, again) => {
      let at = initial + 1;
      const sent = lengths.map((length) => {
        const part = client({ sequence: at >>> 0, length });
        at += length;
        return part;
      });
      const repeated = again.flatMap((index) => sent[index % Math.max(1, sent.length)] ?? []);
      const all = [
        client({ sequence: initial, syn: true, ack: false }),
        ...sent,
        ...repeated,
        client({ sequence: at >>> 0, fin: true }),
      ];
      const total = lengths.reduce((one, other) => one + other, 0);
      expect(connectionsOf(all)).toMatchObject([{ up: total, down: 0, missed: 0 }]);
    }),
  );
});
