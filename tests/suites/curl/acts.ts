/** What curl is asked to do, and what must come of it. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodyOf } from '../../kit/body.ts';
import { BODY, digestOf, GREETING, SIZE } from './web.ts';

export interface Act {
  readonly name: string;
  readonly options: (base: string, folder: string) => readonly string[];
  readonly input?: string;
  /** What stdout must be, what `-w` says behind it. */
  readonly gives: Buffer | RegExp;
}

/** More than a megabyte, so that curl waits for 100 (Continue). */
const UPLOAD = bodyOf(1_100_000);
const TEXT = 'some text that is not that short '.repeat(1_000);
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

const gives = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
const say = (form: string): string[] => ['-w', form];
const digest = digestOf(UPLOAD);

/** Puts the files there that are sent. */
export const writeFiles = (folder: string): void => writeFileSync(uploadFile(folder), UPLOAD);
const uploadFile = (folder: string): string => join(folder, 'upload');

export const ACTS: readonly Act[] = [
  { name: 'GET', options: (base) => [`${base}/body`, ...say('%{http_code}')], gives: gives(BODY, '200') },
  {
    name: 'HEAD',
    options: (base) => ['-I', '-o', '/dev/null', `${base}/body`, ...say('%header{content-length}')],
    gives: gives(String(SIZE)),
  },
  { name: '404', options: (base) => [`${base}/none`, ...say('%{http_code}')], gives: gives('404') },
  {
    name: 'keep-alive',
    // The second and third URL need no new connection.
    options: (base) =>
      [1, 2, 3].flatMap(() => ['-o', '/dev/null', `${base}/body`]).concat(say('%{http_code} %{num_connects}\n')),
    gives: gives('200 1\n200 0\n200 0\n'),
  },
  {
    name: 'parallel',
    options: (base) => [
      '-Z',
      ...Array.from({ length: 8 }, () => ['-o', '/dev/null', `${base}/body`]).flat(),
      ...say('%{size_download}\n'),
    ],
    gives: gives(`${SIZE}\n`.repeat(8)),
  },
  {
    name: 'range',
    options: (base) => ['-r', '100-299', `${base}/body`, ...say('%{http_code}')],
    gives: gives(BODY.subarray(100, 300), '206'),
  },
  {
    name: 'resume',
    options: (base) => ['-C', '99000', `${base}/body`, ...say('%{http_code}')],
    gives: gives(BODY.subarray(99_000), '206'),
  },
  { name: 'compressed', options: (base) => ['--compressed', `${base}/gzip`], gives: gives(BODY) },
  { name: 'redirect', options: (base) => ['-L', `${base}/moved`, ...say('%{num_redirects}')], gives: gives(BODY, '1') },
  { name: 'HTTP/1.0', options: (base) => ['-0', '--no-alpn', `${base}/body`], gives: gives(BODY) },
  { name: 'PUT', options: (base, folder) => ['-T', uploadFile(folder), `${base}/digest`], gives: gives(digest) },
  {
    name: 'PUT in chunks',
    options: (base) => ['-T', '-', `${base}/digest`],
    input: TEXT,
    gives: gives(digestOf(Buffer.from(TEXT))),
  },
  {
    name: 'POST, Expect',
    options: (base, folder) => [
      '-H',
      'Expect: 100-continue',
      '--data-binary',
      `@${uploadFile(folder)}`,
      `${base}/digest`,
    ],
    gives: gives(digest),
  },
  {
    name: 'WebSocket',
    options: (base) => [
      '-i',
      ...[
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${KEY}`,
      ].flatMap((line) => ['-H', line]),
      `${base}/socket`,
      ...say(' %{http_code}'),
    ],
    gives: new RegExp(`Sec-WebSocket-Accept: ${RegExp.escape(ACCEPT)}\r\n[^]*\r\n${GREETING} 101$`),
  },
];
