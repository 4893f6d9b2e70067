/**
 * One entry as text, in any of the forms that lists are passed around in: those of contract/endpoint-list/line.ts, ranges
 * of addresses, and addresses with remarks behind a colon. Pure.
 */
import { isIP } from 'node:net';
import { isPort, readHost, userProblem } from '@atlantic/contract/endpoint-list/endpoint.ts';
import { type LineParts, LONGEST_LINE, splitEndpointLine } from '@atlantic/contract/endpoint-list/line.ts';
import type { Rejection } from '@atlantic/contract/supply/feed.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { formatAddress, parseAddress, parseV4Number } from '@atlantic/wire/ip-address.ts';
import type { Entry } from './findings.ts';
import { kindOf, kindsOf } from './kinds.ts';

/** Leading bits that the addresses of a range have in common, at the least: 4,096 addresses. */
export const SHORTEST_PREFIX = 20;

/** Text of the entry's host: names in lower case, addresses as RFC 5952 has them, IPv4 in IPv6's clothes as IPv4. */
export function canonicalEntryHost(text: string): string | undefined {
  if (parseV4Number(text) >= 0) return text;
  const host = readHost(text);
  if (host === undefined) return undefined;
  // Forms that resolvers read as addresses and parsers do not: 127.1, 0x7f.1.
  if (isIP(host) === 0) return /(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(host) ? undefined : host;
  const octets = parseAddress(host);
  const canonical = octets ? formatAddress(octets) : host;
  return canonical.replace(/^::ffff:(?=\d+\.)/, '');
}

/** What public lists write behind an address: a country, or how much of the client is seen. */
const COUNTRY = /^(?:[A-Z]{2}|-)?$/;
const ANONYMITY = /^(?:elite|anonymous|transparent|high|medium|low|none|hia|anm|noa)\b/i;
const WITH_TAIL = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[^\]]+\]|[^:@/[\]]+):(\d{1,5}):(.+)$/i;

const isRemark = (word: string): boolean => COUNTRY.test(word) || ANONYMITY.test(word) || kindsOf(word).only;

/**
 * `HOST:PORT:US:elite` has the form of `HOST:PORT:USER:PASSWORD`. What is behind the port are remarks, and no user, when it
 * is one word alone, when the first word is empty, two capital letters, an anonymity or a kind, or when the last is an anonymity.
 */
function withRemarks(word: string): Entry | undefined {
  const [, scheme, host = '', port = '', tail = ''] = WITH_TAIL.exec(word) ?? [];
  const remarks = tail.split(':');
  if (readHost(host) === undefined || !isPort(port)) return undefined;
  // One word is no user with a password, unless it is the address behind a user.
  if (remarks.length === 1 ? isPort(tail) : !isRemark(remarks[0] ?? '') && !ANONYMITY.test(remarks.at(-1) ?? ''))
    return undefined;
  const named = remarks.map((remark) => kindsOf(remark)).find(({ only }) => only)?.kinds;
  const kind = scheme === undefined ? (named?.length === 1 ? named[0] : undefined) : kindOf(scheme);
  const canonical = canonicalEntryHost(host);
  return canonical === undefined ? undefined : { kind, host: canonical, port: Number(port) };
}

const RANGE = /^((?:[a-z][a-z0-9+.-]*:\/\/)?(?:.*@)?)(\[[^\]]+\]|[^:@/[\]]+)\/(\d{1,3})(:\d{1,5})$/i;

/** `192.0.2.0/30:8080`: the range begins where its prefix does, whichever of its addresses was written. */
function rangeOf(word: string): Entry | Rejection | undefined {
  const [, before = '', host = '', bits = '', port = ''] = RANGE.exec(word) ?? [];
  if (bits === '') return undefined;
  const octets = parseAddress(host.replace(/^\[|\]$/g, ''));
  if (octets === undefined || Number(bits) > octets.length * 8) return 'bad-host';
  if (octets.length !== 4 || Number(bits) < SHORTEST_PREFIX) return 'range-too-large';
  const count = 2 ** (32 - Number(bits));
  const first = octets.readUInt32BE();
  octets.writeUInt32BE(first - (first % count));
  const entry = readEntry(`${before}${formatAddress(octets)}${port}`);
  return typeof entry === 'string' ? entry : { ...entry, count };
}

function judge(parts: LineParts, kind: SupplyKind | undefined): Entry | Rejection {
  const host = canonicalEntryHost(parts.host);
  if (host === undefined) return 'bad-host';
  if (!isPort(parts.port)) return 'bad-port';
  const { username = '', password = '' } = parts;
  if (userProblem(parts.scheme ?? 'http', username, password) !== undefined) return 'bad-user';
  const user = username === '' ? {} : { username, ...(password !== '' && { password }) };
  return { kind, host, port: Number(parts.port), ...user };
}

/** A page of the web is no proxy, though a proxy's URL could leave out the port that is usual for it. */
const isLink = ({ scheme, host }: LineParts, word: string): boolean =>
  (scheme === 'https' || scheme === 'http') && isIP(host.replace(/^\[|\]$/g, '')) === 0 && !/:\d+\/?$/.test(word);

/** The entry, or why it is none. `word` holds no blanks, unless its user or password does. */
export function readEntry(word: string): Entry | Rejection {
  if (word.length > LONGEST_LINE) return 'too-long';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(word)?.[1];
  const kind = scheme === undefined ? undefined : kindOf(scheme);
  if (scheme !== undefined && kind === undefined) return 'unsupported-kind';
  const special = withRemarks(word) ?? rangeOf(word);
  if (special !== undefined) return special;
  const parts = splitEndpointLine(word);
  if ('reason' in parts) return isIP(word) === 0 ? 'unreadable' : 'bad-port';
  return isLink(parts, word) ? 'unreadable' : judge(parts, kind);
}
