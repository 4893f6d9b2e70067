/**
 * How an HTTP proxy shows that an answer is its own and not the target's: one row a sign, in the order in which they are
 * looked for. A target's own 403 or 502 bears none of them and passes unchanged.
 */
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';
import { nearestProxyError } from '@atlantic/wire/proxy-status.ts';

/** What an answer of the proxy's own means; undefined when it bears no sign of being one. */
export type ReadAnswer = (head: ResponseHead) => AtlanticError | undefined;

interface Sign {
  /** For people: where it stands. */
  readonly name: string;
  /** The code that the sign stands for; undefined when it is not there. */
  read(head: ResponseHead): ErrorCode | undefined;
}

/** RFC 9209 §2.3, as far as a code of ours says the same. The others are the proxy's own failure. */
const CODE_OF_PROXY_STATUS: Readonly<Record<string, ErrorCode>> = {
  dns_timeout: 'dns_timeout',
  dns_error: 'dns_error',
  destination_ip_prohibited: 'upstream_proxy_denied',
  destination_ip_unroutable: 'destination_unroutable',
  connection_refused: 'connection_refused',
  connection_terminated: 'connection_terminated',
  connection_timeout: 'connection_timeout',
  http_request_denied: 'upstream_proxy_denied',
  http_response_incomplete: 'response_incomplete',
  http_response_timeout: 'response_timeout',
};

/** The names of Squid's error pages (errorpage.cc); ERR_CONNECT_FAIL is told apart by the number of the system's error. */
const CODE_OF_SQUID: Readonly<Record<string, ErrorCode>> = {
  ERR_ACCESS_DENIED: 'upstream_proxy_denied',
  ERR_CACHE_ACCESS_DENIED: 'upstream_proxy_unauthorized',
  ERR_DNS_FAIL: 'dns_error',
  ERR_FORWARDING_DENIED: 'upstream_proxy_denied',
  ERR_READ_ERROR: 'connection_terminated',
  ERR_READ_TIMEOUT: 'response_timeout',
  ERR_WRITE_ERROR: 'connection_terminated',
  ERR_ZERO_SIZE_OBJECT: 'connection_terminated',
};
/** errno of Linux, which is what Squid writes there. */
const CODE_OF_ERRNO: Readonly<Record<string, ErrorCode>> = {
  '101': 'destination_unroutable',
  '104': 'connection_terminated',
  '110': 'connection_timeout',
  '111': 'connection_refused',
  '113': 'destination_unroutable',
};

function readSquid(head: ResponseHead): ErrorCode | undefined {
  const [, name = '', errno = ''] = /^(ERR_[A-Z_]+|[A-Z_]+)(?: (\d+))?/.exec(first(head, 'x-squid-error')) ?? [];
  if (name === '') return undefined;
  const known = name === 'ERR_CONNECT_FAIL' ? CODE_OF_ERRNO[errno] : CODE_OF_SQUID[name];
  return known ?? 'upstream_proxy_failed';
}

const first = ({ headers }: ResponseHead, name: string): string => headerValues(headers, name)[0] ?? '';

/** What a status alone says of a proxy. */
const codeOfStatus = (status: number): ErrorCode => {
  // 401 is for targets to say, but tinyproxy answers so to a wrong password.
  if (status === 407 || status === 401) return 'upstream_proxy_unauthorized';
  return status >= 400 && status < 500 ? 'upstream_proxy_denied' : 'upstream_proxy_failed';
};

const SIGNS: readonly Sign[] = [
  // RFC 9110 §15.5.8: only a proxy asks for proxy credentials. Passed on, a client would take it for our own question.
  { name: '407', read: ({ status }) => (status === 407 ? 'upstream_proxy_unauthorized' : undefined) },
  {
    name: 'Proxy-Authenticate',
    read: (head) => (first(head, 'proxy-authenticate') ? 'upstream_proxy_unauthorized' : undefined),
  },
  {
    name: 'Proxy-Status',
    read({ headers }) {
      const error = nearestProxyError(headers);
      return error === undefined ? undefined : (CODE_OF_PROXY_STATUS[error] ?? 'upstream_proxy_failed');
    },
  },
  { name: 'X-Squid-Error', read: readSquid },
  // tinyproxy passes the target's Server on, and names itself on its own pages alone.
  {
    name: 'Server: tinyproxy',
    read: (head) => (/^tinyproxy(?:\/|$)/i.test(first(head, 'server')) ? codeOfStatus(head.status) : undefined),
  },
];

/** Only its place and its status are told, never the proxy's words. */
export const readSigns: ReadAnswer = (head) => {
  if (head.status < 400) return undefined;
  for (const { name, read } of SIGNS) {
    const code = read(head);
    if (code === undefined) continue;
    return new AtlanticError(code, {
      detail: `The upstream proxy says so itself: its status was ${head.status} (${name}).`,
    });
  }
  return undefined;
};

/** What a proxy's refusal of CONNECT means where it bears no sign; undefined when it agreed. */
export function refusalOf(status: number): AtlanticError | undefined {
  if (status >= 200 && status < 300) return undefined;
  return new AtlanticError(codeOfStatus(status), { detail: `Its status was ${status}.` });
}
