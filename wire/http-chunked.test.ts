import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeChunk, encodeLastChunk } from './http-chunk.ts';
import { createChunkedReader } from './http-chunked.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';
import { readBody } from './testing/read-body.ts';

const SIZE = 'response_malformed: a chunk size is not a hexadecimal number below 2^53';
const END = 'response_malformed: chunk data does not end where its size says';
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const read = (pieces: readonly Buffer[]) => readBody(createChunkedReader('response'), pieces, 'open');

describe('the chunked coding (RFC 9112 §7.1)', () => {
  it.each([
    ['0\r\n\r\n', '', { rest: '', trailers: [] }],
    ['000\r\n\r\nnext', '', { rest: 'next', trailers: [] }],
    ['5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n', 'hello!', { rest: '', trailers: [] }],
    ['a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n', '01234567890123456789', { rest: '', trailers: [] }],
    ['2\r\n\r\n\r\n0\r\n\r\n', '\r\n', { rest: '', trailers: [] }],
    ['1;a;b=c;d="e;f"\r\nx\r\n0;last\r\n\r\n', 'x', { rest: '', trailers: [] }],
    ['1 \t; a\r\nx\r\n0\r\n\r\n', 'x', { rest: '', trailers: [] }],
    [
      '0\r\nDigest: x\r\nServer-Timing: y\r\n\r\nnext',
      '',
      {
        rest: 'next',
        trailers: [
          ['Digest', 'x'],
          ['Server-Timing', 'y'],
        ],
      },
    ],
    // RFC 9110 §6.5.1.
    ['0\r\nContent-Length: 9\r\nHost: b\r\nDigest: x\r\n\r\n', '', { rest: '', trailers: [['Digest', 'x']] }],
    ['1fffffffffffff\r\nx', 'x', 'open'],
    [`1;${'e'.repeat(255)}\r\nx\r\n`, 'x', 'open'],
  ])('reads %j', (sent, data, ending) => {
    expect(read(whole(latin1(sent)))).toEqual({ data, ending });
    expect(read(singly(latin1(sent)))).toEqual({ data, ending });
  });

  it.each([
    ['\r\n', '', SIZE],
    ['g\r\n', '', SIZE],
    ['-1\r\n', '', SIZE],
    ['+1\r\n', '', SIZE],
    ['0x1\r\n', '', SIZE],
    [' 1\r\n', '', SIZE],
    ['1 \r\n', '', SIZE],
    ['1,2\r\n', '', SIZE],
    ['1.0\r\n', '', SIZE],
    ['1_0\r\n', '', SIZE],
    ['20000000000000\r\n', '', SIZE],
    ['00000000000000001\r\n', '', SIZE],
    ['10000000000000005\r\nhello', '', SIZE],
    ['1\nx\r\n', '', 'response_malformed: an LF without a CR before it'],
    ['1;e\nx\r\n', '', 'response_malformed: an LF without a CR before it'],
    ['1\r\nxy\r\n', 'x', END],
    ['1\r\nx\n', 'x', END],
    ['1\r\nx\r\r\n', 'x', END],
    ['1\r\nx0\r\n\r\n', 'x', END],
    [`1;${'e'.repeat(256)}\r\n`, '', 'response_malformed: chunk extensions longer than 256 octets'],
    [`1;${'e'.repeat(400)}`, '', 'response_malformed: a chunk size line is too long'],
    ['0\r\nbad\r\n', '', 'response_malformed: a header line has no colon'],
    ['0\r\nA: b\n\n', '', 'response_malformed: an LF without a CR before it'],
    [`0\r\nA: ${'b'.repeat(8200)}`, '', 'response_malformed: trailers longer than 8192 octets'],
    [`0\r\n${'A: bbbb\r\n'.repeat(1000)}`, '', 'response_head_too_large: more than 200 header lines'],
  ])('refuses %j', (sent, data, error) => {
    expect(read(whole(latin1(sent)))).toEqual({ data, ending: { error } });
    expect(read(singly(latin1(sent)))).toEqual({ data, ending: { error } });
  });

  it('bounds the trailer section as a whole', () => {
    const lines = (count: number, last: number) =>
      `0\r\n${`A: ${'b'.repeat(95)}\r\n`.repeat(count)}B: ${'c'.repeat(last)}\r\n\r\n`;
    // 81 lines of 100 octets, and one of 90 with its end to make 8192.
    expect(read(whole(latin1(lines(81, 85))))).toMatchObject({ ending: { rest: '' } });
    expect(read(whole(latin1(lines(81, 86))))).toEqual({
      data: '',
      ending: { error: 'response_malformed: trailers longer than 8192 octets' },
    });
  });

  it('repeats an error, and gives everything back after the end', () => {
    const broken = createChunkedReader('request');
    const error = { code: 'request_malformed', detail: 'a chunk size is not a hexadecimal number below 2^53' };
    expect(broken.push(latin1('?\r\n'))).toEqual({ data: [], error });
    expect(broken.push(latin1('0\r\n\r\n'))).toEqual({ data: [], error });
    expect(broken.finish()).toEqual({ data: [], error });
    const done = createChunkedReader('request');
    expect(done.push(latin1('0\r\n\r\n'))).toEqual({ data: [], end: { rest: latin1(''), trailers: [] } });
    expect(done.push(latin1('next'))).toEqual({ data: [], end: { rest: latin1('next'), trailers: [] } });
    expect(done.finish()).toEqual({ data: [], end: { rest: latin1(''), trailers: [] } });
  });

  const contents = fc.array(
    fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets)),
    { maxLength: 8 },
  );
  const trailers = [['Digest', 'x']] as const;

  it('reads what is encoded, however it is cut', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.nat()), (chunks, places) => {
        const stream = Buffer.concat([...chunks.flatMap(encodeChunk), encodeLastChunk(trailers), latin1('next')]);
        expect(read(cutAt(stream, places))).toEqual({
          data: Buffer.concat(chunks).toString('latin1'),
          ending: { rest: 'next', trailers },
        });
      }),
    );
  });

  it('says the same about a damaged stream however it is cut', () => {
    fc.assert(
      fc.property(contents, fc.nat(), fc.nat(255), fc.array(fc.nat()), (chunks, at, octet, places) => {
        const stream = Buffer.concat([...chunks.flatMap(encodeChunk), encodeLastChunk(trailers)]);
        stream[at % stream.length] = octet;
        expect(read(cutAt(stream, places))).toEqual(read(whole(stream)));
      }),
      { numRuns: 500 },
    );
  });
});
