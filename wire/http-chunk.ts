/** The chunked transfer coding, encoded (RFC 9112 §7.1). */
import { formatFields } from './http-head-format.ts';
import type { HeaderList } from './http-header.ts';

const CRLF = Buffer.from('\r\n');

/** One chunk, its data not copied. Nothing for empty data, which on the wire would mean the end. */
export function encodeChunk(data: Buffer): Buffer[] {
  return data.length === 0 ? [] : [Buffer.from(`${data.length.toString(16)}\r\n`), data, CRLF];
}

/** The last chunk with the trailer section. Throws a TypeError on a trailer that cannot be a field line. */
export function encodeLastChunk(trailers: HeaderList): Buffer {
  return Buffer.from(`0\r\n${formatFields(trailers)}\r\n`, 'latin1');
}
