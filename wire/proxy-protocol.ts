/**
 * The header by which a balancer says for whom it speaks: the PROXY protocol, versions 1 and 2
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt), without I/O: the octets so far in, a judgement out.
 */
import type { ProxyHeaderRead } from './proxy-header.ts';
import { readProxyV1, V1_START } from './proxy-protocol-v1.ts';
import { readProxyV2, V2_SIGNATURE } from './proxy-protocol-v2.ts';

const startsAlike = (octets: Buffer, start: Buffer): boolean => {
  const length = Math.min(octets.length, start.length);
  return octets.subarray(0, length).equals(start.subarray(0, length));
};

/** Judges what has arrived since the connection was opened, all of it; what follows the header is nobody's business here. */
export function readProxyHeader(octets: Buffer): ProxyHeaderRead {
  if (startsAlike(octets, V1_START)) return readProxyV1(octets);
  if (startsAlike(octets, V2_SIGNATURE)) return readProxyV2(octets);
  return { state: 'error', detail: 'the connection does not begin with a PROXY header' };
}
