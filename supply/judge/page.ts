/**
 * The page of the bundled judge: what it saw of a request, in HTML, because HTML is what injectors look for. Its last line
 * is a digest of all octets before it, so whoever asked can prove that they arrived as they were sent.
 */
import { createHash } from 'node:crypto';
import type { HeaderList } from '@atlantic/wire/http-header.ts';

/** What the judge saw. */
export interface Seen {
  /** What the asker put into the path: it belongs to one request. */
  readonly token: string;
  /** Whom the judge's own socket came from, canonical, IPv4 as IPv4. */
  readonly address: string;
  readonly headers: HeaderList;
}

/** The last segment of the path that is asked for. */
export const TOKEN = /^[A-Za-z0-9_-]{8,64}$/;

export const FIRST_LINE =
  '<!doctype html><html><head><meta charset="iso-8859-1"><title>atlantic judge 1</title></head><body><pre>';
const FILLER = [
  '</pre>',
  '<h1>The judge of Atlantic</h1>',
  '<p>This page tells whoever asks for it through a proxy what arrived here: the token of the request, the address that it',
  'came from, and its headers. Nothing of it is kept.</p>',
  '<p><a href="#top">A link</a>, <img alt="an image without a source"> and <script>"a script that does nothing"</script>',
  'stand here because some proxies cannot leave such things alone. The last line is the SHA-256 of all octets before it.</p>',
  '</body></html>',
].join('\n');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one);

/** The line that proves the octets before it. */
export const digestLine = (octets: Buffer): string =>
  `<!-- sha256 ${createHash('sha256').update(octets).digest('hex')} -->\n`;

/** The whole page, as latin1: one octet for each that a header held. */
export function judgePage({ token, address, headers }: Seen): Buffer {
  const lines = [
    FIRST_LINE,
    `token ${token}`,
    `address ${address}`,
    ...headers.map(([name, value]) => `header ${escaped(name)}: ${escaped(value)}`),
    FILLER,
    '',
  ];
  const proven = Buffer.from(lines.join('\n'), 'latin1');
  return Buffer.concat([proven, Buffer.from(digestLine(proven), 'latin1')]);
}
