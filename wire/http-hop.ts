/** What concerns one connection only: the fields a proxy keeps to itself, and whether the connection lives on. */
import { type HeaderList, listTokens, withoutHeaders } from './http-header.ts';
import type { MessageSide } from './wire-error.ts';

const HOP_BY_HOP = [
  // RFC 9110 §7.6.1.
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
  // Message framing belongs to the connection: whoever forwards frames the body anew (RFC 9112 §6.1).
  'transfer-encoding',
  // RFC 9110 §11.7: between a client and its nearest proxy. The client's secret for this gateway must not travel on, and
  // an upstream proxy's challenge or answer is meant for this gateway alone.
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
];
// `Trailer` is absent on purpose: since RFC 9110 §6.6.2 it is an ordinary field, true as long as trailers are forwarded.

// A Connection field that names these would cut a message's framing or target away from what was parsed.
const NEVER_HOP_BY_HOP = new Set(['content-length', 'host']);

/** The list without hop-by-hop fields: the known ones and those that Connection names (RFC 9110 §7.6.1). */
export function withoutHopByHop(list: HeaderList): HeaderList {
  const named = listTokens(list, 'connection').filter((name) => !NEVER_HOP_BY_HOP.has(name));
  return withoutHeaders(list, [...HOP_BY_HOP, ...named]);
}

/**
 * The trailers a proxy passes on. Fields that steer framing, routing or authentication must not stand in trailers (RFC 9110
 * §6.5.1): somebody behind us might merge them into the headers. They are dropped.
 */
export function forwardableTrailers(list: HeaderList): HeaderList {
  return withoutHeaders(withoutHopByHop(list), ['content-length', 'host', 'trailer', 'authorization']);
}

/**
 * May another exchange follow on the connection this message came on (RFC 9112 §9.3)?
 *
 * A proxy does not keep a connection with an HTTP/1.0 client, whatever that asks for; one with an HTTP/1.0 server it may.
 */
export function persists(side: MessageSide, head: { readonly minor: 0 | 1; readonly headers: HeaderList }): boolean {
  const options = listTokens(head.headers, 'connection');
  if (options.includes('close')) return false;
  return head.minor === 1 || (side === 'response' && options.includes('keep-alive'));
}
