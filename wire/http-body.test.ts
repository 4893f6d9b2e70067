import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyReader } from './http-body.ts';
import type { Framing } from './http-framing.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';
import { readBody } from './testing/read-body.ts';

const complete = (rest: string) => ({ rest, trailers: [] });

describe('bodies', () => {
  it.each([
    [{ kind: 'none' }, '', 'open', '', complete('')],
    [{ kind: 'none' }, 'next', 'open', '', complete('next')],
    [{ kind: 'length', length: 0 }, 'next', 'open', '', complete('next')],
    [{ kind: 'length', length: 4 }, 'body', 'open', 'body', complete('')],
    [{ kind: 'length', length: 4 }, 'bodynext', 'open', 'body', complete('next')],
    [{ kind: 'length', length: 4 }, 'bod', 'open', 'bod', 'open'],
    [{ kind: 'length', length: 2 ** 53 - 1 }, 'bod', 'open', 'bod', 'open'],
    [
      { kind: 'length', length: 4 },
      'bod',
      'fin',
      'bod',
      { error: 'response_incomplete: the body is shorter than its Content-Length' },
    ],
    [{ kind: 'close' }, 'anything', 'open', 'anything', 'open'],
    [{ kind: 'close' }, 'anything', 'fin', 'anything', complete('')],
    [{ kind: 'chunked' }, '4\r\nbody\r\n0\r\n\r\nnext', 'open', 'body', complete('next')],
    [
      { kind: 'chunked' },
      '4\r\nbod',
      'fin',
      'bod',
      { error: 'response_incomplete: the body ended before its last chunk' },
    ],
  ] as [
    Framing,
    string,
    'fin' | 'open',
    string,
    unknown,
  ][])('%j of %j, then %s', (framing, sent, fin, data, ending) => {
    const octets = Buffer.from(sent);
    // The head's rest comes first, even when it is empty.
    for (const pieces of [whole(octets), [Buffer.alloc(0), ...singly(octets)]])
      expect(readBody(createBodyReader(framing, 'response'), pieces, fin)).toEqual({ data, ending });
  });

  it('blames the side that sent the body', () => {
    const error = { code: 'client_closed', detail: 'the body is shorter than its Content-Length' };
    expect(createBodyReader({ kind: 'length', length: 1 }, 'request').finish()).toEqual({ data: [], error });
    expect(createBodyReader({ kind: 'chunked' }, 'request').finish()).toMatchObject({
      error: { code: 'client_closed' },
    });
  });

  it('has nothing against a FIN after a complete body', () => {
    const end = { data: [], end: { rest: Buffer.alloc(0), trailers: [] } };
    expect(createBodyReader({ kind: 'none' }, 'request').finish()).toEqual(end);
    const reader = createBodyReader({ kind: 'length', length: 1 }, 'request');
    reader.push(Buffer.from('x'));
    expect(reader.finish()).toEqual(end);
  });

  it('hands out views of what was pushed, never copies, never empty ones', () => {
    const chunk = Buffer.from('bodynext');
    const { data, end } = createBodyReader({ kind: 'length', length: 4 }, 'response').push(chunk);
    expect(data).toHaveLength(1);
    expect(data[0]?.buffer).toBe(chunk.buffer);
    expect(end?.rest.buffer).toBe(chunk.buffer);
    expect(createBodyReader({ kind: 'close' }, 'response').push(Buffer.alloc(0))).toEqual({ data: [] });
    expect(createBodyReader({ kind: 'none' }, 'response').push(chunk).data).toEqual([]);
  });

  it('splits any stream at its length, however it is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.array(fc.nat()), (raw, length, places) => {
        const octets = Buffer.from(raw);
        const story = readBody(createBodyReader({ kind: 'length', length }, 'request'), cutAt(octets, places), 'open');
        expect(story.data).toBe(octets.toString('latin1', 0, length));
        expect(story.ending).toEqual(octets.length < length ? 'open' : complete(octets.toString('latin1', length)));
      }),
    );
  });
});
