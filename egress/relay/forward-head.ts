/** The heads of a forwarded exchange, rewritten for the next hop and for the client. Pure. */
import type { Framing } from '@atlantic/wire/http-framing.ts';
import type { RequestHead, ResponseHead } from '@atlantic/wire/http-head.ts';
import { type HeaderList, headerValues, listTokens, withoutHeaders } from '@atlantic/wire/http-header.ts';
import { withoutHopByHop } from '@atlantic/wire/http-hop.ts';
import { type AbsoluteTarget, formatAuthority } from '@atlantic/wire/http-target.ts';
import { OPTION_HEADER } from '../options/header.ts';
import { REPORT_HEADER } from '../options/report-header.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** RFC 9110 §7.8: passed on hop by hop, and only where Connection names it. */
const upgradeHeaders = (headers: HeaderList): HeaderList =>
  listTokens(headers, 'connection').includes('upgrade')
    ? [['Connection', 'Upgrade'], ...headerValues(headers, 'upgrade').map((value) => ['Upgrade', value] as const)]
    : [];

/** May the answer be 101? RFC 9110 §7.8: only when the request asked, and not when it was HTTP/1.0. */
export const offersUpgrade = ({ minor, headers }: RequestHead): boolean =>
  minor === 1 && listTokens(headers, 'connection').includes('upgrade') && headerValues(headers, 'upgrade').length > 0;

/**
 * The request's head for the next hop. Via and Forwarded are not added: a proxy is used to be seen less, not more. Host
 * is made from the target, whatever the client wrote (RFC 9112 §3.2.2).
 */
export function requestForUpstream(options: {
  head: RequestHead;
  target: AbsoluteTarget;
  framing: Framing;
  http: Upstream['http'];
  /** Whether another request may follow on the connection. */
  keep: boolean;
}): RequestHead {
  const { head, target, framing, http, keep } = options;
  const host = formatAuthority(target.host, target.port, 80);
  const upgrade = offersUpgrade(head) ? upgradeHeaders(head.headers) : [];
  return {
    method: head.method,
    // RFC 9112 §3.2.4: `*` becomes an absolute target without a path.
    target: http.form === 'origin' ? target.path : `http://${host}${target.path === '*' ? '' : target.path}`,
    minor: 1,
    headers: [
      ['Host', host],
      ...withoutHeaders(withoutHopByHop(head.headers), ['host', OPTION_HEADER, REPORT_HEADER]),
      ...(framing.kind === 'chunked' ? [['Transfer-Encoding', 'chunked'] as const] : []),
      ...(upgrade.length > 0 || keep ? upgrade : [['Connection', 'close'] as const]),
      ...(http.form === 'absolute' ? http.headers : []),
    ],
  };
}

export interface ClientAnswer {
  head: ResponseHead;
  /** Whether the body is written in chunks. */
  chunked: boolean;
  /** Whether another request may follow on the connection. */
  persistent: boolean;
}

/**
 * The answer's head for the client. A body that ends when the upstream closes gets a last chunk where the client knows
 * chunks, so that it can tell a whole answer from a cut one.
 */
export function answerForClient(
  answer: ResponseHead,
  framing: Framing,
  client: { minor: 0 | 1; keepAlive: boolean },
): ClientAnswer {
  const chunked = client.minor === 1 && (framing.kind === 'chunked' || framing.kind === 'close');
  const delimited = chunked || framing.kind === 'length' || framing.kind === 'none';
  const persistent = client.keepAlive && client.minor === 1 && delimited;
  const head: ResponseHead = {
    status: answer.status,
    reason: answer.reason,
    minor: 1,
    headers: [
      ...withoutHopByHop(answer.headers),
      ...(chunked ? [['Transfer-Encoding', 'chunked'] as const] : []),
      ...(persistent ? [] : [['Connection', 'close'] as const]),
    ],
  };
  return { head, chunked, persistent };
}

/** An answer of one of the 1xx kinds; 101 keeps what it upgrades to. */
export const interimForClient = (answer: ResponseHead): ResponseHead => ({
  status: answer.status,
  reason: answer.reason,
  minor: 1,
  headers: [...withoutHopByHop(answer.headers), ...(answer.status === 101 ? upgradeHeaders(answer.headers) : [])],
});
