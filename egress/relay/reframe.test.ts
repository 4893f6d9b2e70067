import type { Framing } from '@atlantic/wire/http-framing.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reframe } from './reframe.ts';

/** Pushes `pieces`, an empty one first, and gives what came out. */
function run(framing: Framing, chunked: boolean, pieces: readonly Buffer[], closes = false) {
  let rest = '';
  let out = '';
  let used = 0;
  let last = false;
  const body = reframe({
    framing,
    side: 'response',
    chunked,
    onRest(chunk) {
      rest += chunk.toString('latin1');
    },
  });
  const steps = [Buffer.alloc(0), ...pieces].map((piece) => () => body.shape(piece));
  for (const step of closes ? [...steps, body.finish] : steps) {
    const shaped = step();
    out += Buffer.concat(shaped.out).toString('latin1');
    used += shaped.used;
    last = shaped.last;
    if (last) break;
  }
  return { out, used, last, rest };
}

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('reframing', () => {
  it.each<[says: string, framing: Framing, chunked: boolean, came: string, closes: boolean, expected: object]>([
    ['ends a body that is none', { kind: 'none' }, false, '', false, { out: '', used: 0, last: true, rest: '' }],
    [
      'keeps a length, and gives back what stands behind it',
      { kind: 'length', length: 3 },
      false,
      'abcNEXT',
      false,
      { out: 'abc', used: 3, last: true, rest: 'NEXT' },
    ],
    [
      'waits for the rest of a length',
      { kind: 'length', length: 5 },
      false,
      'abc',
      false,
      { out: 'abc', used: 3, last: false, rest: '' },
    ],
    [
      'writes chunks anew, without extensions, with trailers that may pass',
      { kind: 'chunked' },
      true,
      '3;a=b\r\nabc\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\nNEXT',
      false,
      { out: '3\r\nabc\r\n0\r\nX: y\r\n\r\n', used: 42, last: true, rest: 'NEXT' },
    ],
    [
      'takes chunks apart for a client that does not know them',
      { kind: 'chunked' },
      false,
      '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
      false,
      { out: 'abcde', used: 20, last: true, rest: '' },
    ],
    [
      'ends with a last chunk what ended by closing',
      { kind: 'close' },
      true,
      'abc',
      true,
      { out: '3\r\nabc\r\n0\r\n\r\n', used: 3, last: true, rest: '' },
    ],
    [
      'ends by closing what ended by closing',
      { kind: 'close' },
      false,
      'abc',
      true,
      { out: 'abc', used: 3, last: true, rest: '' },
    ],
  ])('%s', (_says, framing, chunked, came, closes, expected) => {
    expect(run(framing, chunked, came === '' ? [] : [bytes(came)], closes)).toEqual(expected);
  });

  it.each<[says: string, framing: Framing, came: string, code: string]>([
    ['a length that was not reached', { kind: 'length', length: 5 }, 'abc', 'response_incomplete'],
    ['chunks without a last one', { kind: 'chunked' }, '3\r\nabc\r\n', 'response_incomplete'],
    ['a chunk whose size is none', { kind: 'chunked' }, 'xyz\r\n', 'response_malformed'],
  ])('throws at %s', (_says, framing, came, code) => {
    expect(() => run(framing, false, [bytes(came)], true)).toThrow(expect.objectContaining({ code }));
  });

  it('counts every octet that was the body’s and gives back every other, wherever it is cut', () => {
    const message = fc.record({
      body: fc.uint8Array({ maxLength: 50 }),
      behind: fc.uint8Array({ minLength: 1, maxLength: 20 }),
      cuts: fc.array(fc.nat({ max: 70 }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(message, ({ body, behind, cuts }) => {
        const came = Buffer.concat([body, behind]);
        const edges = [0, ...cuts.map((cut) => cut % came.length).sort((a, b) => a - b), came.length];
        const pieces = edges.slice(1).map((edge, at) => came.subarray(edges[at], edge));
        const { out, used, last, rest } = run({ kind: 'length', length: body.length }, false, pieces);
        expect(last).toBe(true);
        expect(used).toBe(body.length);
        expect(out).toBe(Buffer.from(body).toString('latin1'));
        expect(Buffer.from(behind).toString('latin1').startsWith(rest)).toBe(true);
      }),
    );
  });
});
