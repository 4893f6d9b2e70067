/** The chunked transfer coding, decoded (RFC 9112 §7.1). */
import type { BodyEnd, BodyReader, BodyStep } from './http-body-reader.ts';
import { createFieldSection } from './http-field.ts';
import { forwardableTrailers } from './http-hop.ts';
import { createLineReader, type LineStep } from './http-line.ts';
import type { MessageSide, WireError } from './wire-error.ts';

/** Most octets of the extensions of one chunk. They are dropped, as RFC 9112 §7.1.1 lets a recipient do. */
const EXTENSION_LIMIT = 256;
/** Most hexadecimal digits of a chunk's size, leading zeros included. */
const SIZE_DIGITS = 16;
const SIZE_LINE_LIMIT = SIZE_DIGITS + EXTENSION_LIMIT + 2;
/** Most octets of the trailer section. */
const TRAILER_LIMIT = 8 * 1024;

const SIZE_LINE = /^([0-9a-f]{1,16})((?:[ \t]*;.*)?)$/i;
const CR = 0x0d;
const LF = 0x0a;

export function createChunkedReader(side: MessageSide): BodyReader {
  const lines = createLineReader();
  const trailers = createFieldSection(side);
  let phase: 'size' | 'data' | 'data-cr' | 'data-lf' | 'trailers' | 'done' = 'size';
  let left = 0;
  let trailerOctets = 0;
  let failed: WireError | undefined;

  function refuse(detail: string): undefined {
    failed = { code: `${side}_malformed`, detail };
    return undefined;
  }

  // Each reader of a phase returns the offset of what it left over, or undefined when the chunk or the body has no more.

  function readSize(chunk: Buffer, at: number): number | undefined {
    const line = lineOf(lines.read(chunk, at, SIZE_LINE_LIMIT), 'a chunk size line is too long');
    if (!line) return undefined;
    const [, digits = '', extension = ''] = SIZE_LINE.exec(line.text) ?? [];
    const size = digits === '' ? Number.NaN : Number.parseInt(digits, 16);
    if (!Number.isSafeInteger(size)) return refuse('a chunk size is not a hexadecimal number below 2^53');
    if (extension.length > EXTENSION_LIMIT) return refuse(`chunk extensions longer than ${EXTENSION_LIMIT} octets`);
    left = size;
    phase = size === 0 ? 'trailers' : 'data';
    return line.next;
  }

  function readData(chunk: Buffer, at: number, data: Buffer[]): number {
    const content = chunk.subarray(at, at + left);
    left -= content.length;
    data.push(content);
    if (left === 0) phase = 'data-cr';
    return at + content.length;
  }

  function readDataEnd(chunk: Buffer, at: number): number | undefined {
    if (chunk[at] !== (phase === 'data-cr' ? CR : LF)) return refuse('chunk data does not end where its size says');
    phase = phase === 'data-cr' ? 'data-lf' : 'size';
    return at + 1;
  }

  function readTrailer(chunk: Buffer, at: number): number | undefined {
    const line = lineOf(
      lines.read(chunk, at, TRAILER_LIMIT - trailerOctets),
      `trailers longer than ${TRAILER_LIMIT} octets`,
    );
    if (!line) return undefined;
    trailerOctets += line.text.length + 2;
    if (line.text === '') phase = 'done';
    else failed = trailers.add(line.text);
    return line.next;
  }

  function lineOf(step: LineStep, tooLong: string): { text: string; next: number } | undefined {
    if (step.state === 'line') return { text: step.line, next: step.next };
    if (step.state === 'more') return undefined;
    return refuse(step.state === 'long' ? tooLong : step.detail);
  }

  function readPhase(chunk: Buffer, at: number, data: Buffer[]): number | undefined {
    if (phase === 'size') return readSize(chunk, at);
    if (phase === 'data') return readData(chunk, at, data);
    if (phase === 'trailers') return readTrailer(chunk, at);
    return readDataEnd(chunk, at);
  }

  const endWith = (rest: Buffer): BodyEnd => ({ rest, trailers: forwardableTrailers(trailers.fields) });

  function push(chunk: Buffer): BodyStep {
    const data: Buffer[] = [];
    let at: number | undefined = 0;
    while (at !== undefined && at < chunk.length && phase !== 'done' && !failed) at = readPhase(chunk, at, data);
    if (failed) return { data, error: failed };
    return phase === 'done' ? { data, end: endWith(chunk.subarray(at)) } : { data };
  }

  function finish(): BodyStep {
    if (failed) return { data: [], error: failed };
    if (phase === 'done') return { data: [], end: endWith(Buffer.alloc(0)) };
    const code = side === 'request' ? 'client_closed' : 'response_incomplete';
    return { data: [], error: { code, detail: 'the body ended before its last chunk' } };
  }

  return { push, finish };
}
