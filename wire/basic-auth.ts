/** The Basic scheme, as Proxy-Authorization and Authorization carry it (RFC 7617). */
import { decodeUtf8 } from './utf8.ts';

export interface BasicCredentials {
  /** Without a colon; may be empty. */
  readonly username: string;
  /** May be empty, and may have colons. */
  readonly secret: string;
}

const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;

/** The credentials in a header's value, or undefined when it is another scheme, not strict base64, not UTF-8 or has no colon. */
export function parseBasic(headerValue: string): BasicCredentials | undefined {
  const [, encoded] = BASIC.exec(headerValue) ?? [];
  if (encoded === undefined) return undefined;
  const octets = Buffer.from(encoded, 'base64');
  // Node skips what it cannot decode. Only text that encodes back to itself is base64 with padding and no stray bits.
  if (octets.toString('base64') !== encoded) return undefined;
  const text = decodeUtf8(octets);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0 || hasControl(text)) return undefined;
  return { username: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** The header's value. A colon in `username` cannot be expressed: the reader splits at the first one. */
export function formatBasic(username: string, secret: string): string {
  return `Basic ${Buffer.from(`${username}:${secret}`, 'utf8').toString('base64')}`;
}

/** RFC 7617 §2: neither part has control characters. */
const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);
