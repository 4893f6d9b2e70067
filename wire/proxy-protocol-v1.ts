/** Version 1 of the PROXY protocol, a line of text (section 2.1 of its document). */
import { formatAddress, parseAddress } from './ip-address.ts';
import type { ProxyHeaderRead, ProxySource } from './proxy-header.ts';

export const V1_START = Buffer.from('PROXY ');

/** Octets of the longest line, its CR LF included (§2.1). */
export const V1_LONGEST = 107;

/** Octets of an address by the name of its family. */
const FAMILY: ReadonlyMap<string, number> = new Map([
  ['TCP4', 4],
  ['TCP6', 16],
]);

const fault = (detail: string): ProxyHeaderRead => ({ state: 'error', detail });

const portOf = (text = ''): number | undefined => {
  const port = /^(?:0|[1-9]\d{0,4})$/.test(text) ? Number(text) : 65_536;
  return port <= 65_535 ? port : undefined;
};

/** `FAMILY SOURCE DESTINATION PORT PORT`, one space between. The destination is this gateway, and only checked. */
function sourceOf(words: readonly string[]): ProxySource | undefined {
  const [family = '', from = '', to = '', fromPort, toPort] = words;
  const size = FAMILY.get(family);
  const [source, destination] = [parseAddress(from), parseAddress(to)];
  const port = portOf(fromPort);
  if (words.length !== 5 || source?.length !== size || destination?.length !== size) return undefined;
  return source === undefined || port === undefined || portOf(toPort) === undefined
    ? undefined
    : { host: formatAddress(source), port };
}

/** `octets` begin like a line of version 1, as far as they go. */
export function readProxyV1(octets: Buffer): ProxyHeaderRead {
  const end = octets.subarray(0, V1_LONGEST).indexOf('\r\n');
  if (end < 0)
    return octets.length < V1_LONGEST ? { state: 'more' } : fault('the PROXY line is longer than 107 octets');
  const words = octets.toString('latin1', V1_START.length, end).split(' ');
  const length = end + 2;
  // §2.1: what stands behind UNKNOWN is ignored.
  if (words[0] === 'UNKNOWN') return { state: 'header', length, source: undefined };
  const source = sourceOf(words);
  return source ? { state: 'header', length, source } : fault('the PROXY line is malformed');
}
