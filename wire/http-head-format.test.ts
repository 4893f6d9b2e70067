import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestHeadReader, createResponseHeadReader } from './http-head.ts';
import { formatFields, formatRequestHead, formatResponseHead } from './http-head-format.ts';
import type { HeaderField } from './http-header.ts';
import { cutAt } from './testing/cuts.ts';

const token = fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~09azAZ"), minLength: 1, maxLength: 12 });
const octets = fc.string({ unit: fc.constantFrom('a', ':', ' ', '\t', '"', '\x80', '\xa0', '\xff'), maxLength: 20 });
// The reader takes spaces around a value away, and Host has rules of its own.
const value = octets.map((text) => `|${text}|`);
const headers = fc.array(fc.tuple(token, value) as fc.Arbitrary<HeaderField>, { maxLength: 20 });
const withHost = headers.map((list): HeaderField[] => [
  ['Host', 'a'],
  ...list.filter(([name]) => !/^host$/i.test(name)),
]);
const minor = fc.constantFrom(0 as const, 1 as const);
const target = fc.string({ unit: fc.constantFrom('/', '?', '*', 'a', '\xfc', '~', '!'), minLength: 1 });

describe('heads read back as they were written', () => {
  it('requests', () => {
    fc.assert(
      fc.property(token, target, minor, withHost, fc.array(fc.nat()), (method, uri, version, list, places) => {
        const head = { method, target: uri, minor: version, headers: list };
        const reader = createRequestHeadReader({ limit: 65536 });
        const written = formatRequestHead(head);
        const results = cutAt(written, places).map((piece) => reader.push(piece));
        expect(results.find(({ state }) => state !== 'more')).toEqual({
          state: 'head',
          head,
          rest: Buffer.alloc(0),
          bytes: written.length,
        });
      }),
    );
  });

  it('responses', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(100, 999), fc.integer({ min: 100, max: 999 })),
        octets,
        minor,
        headers,
        (status, reason, version, list) => {
          const head = { status, reason, minor: version, headers: list };
          const written = formatResponseHead(head);
          expect(createResponseHeadReader({ limit: 65536 }).push(written)).toEqual({
            state: 'head',
            head,
            rest: Buffer.alloc(0),
            bytes: written.length,
          });
        },
      ),
    );
  });
});

describe('heads that would say more than they should', () => {
  // U+010A becomes LF when it is cut to one octet.
  it.each(['a\r\nb: c', 'a\nb', 'a\0', 'a\u010d\u010ab', 'ü\u0100'])('are not written with %j in them', (text) => {
    expect(() => formatFields([['a', text]])).toThrow(TypeError);
    expect(() => formatFields([[text, 'a']])).toThrow(TypeError);
    expect(() => formatRequestHead({ method: text, target: '/', minor: 1, headers: [] })).toThrow(TypeError);
    expect(() => formatRequestHead({ method: 'GET', target: text, minor: 1, headers: [] })).toThrow(TypeError);
    expect(() => formatResponseHead({ status: 200, reason: text, minor: 1, headers: [] })).toThrow(TypeError);
  });

  it.each(['GET /', '/ x', ''])('are not written with target %j', (text) => {
    expect(() => formatRequestHead({ method: 'GET', target: text, minor: 1, headers: [] })).toThrow(TypeError);
  });

  it.each([99, 1000, 200.5, Number.NaN])('are not written with status %d', (status) => {
    expect(() => formatResponseHead({ status, reason: '', minor: 1, headers: [] })).toThrow(TypeError);
  });
});
