/**
 * Every way an operation of Atlantic can fail, as data.
 *
 * An error says whose fault it is (`source`), whether another try may help (`retryable`), what to tell the person
 * (`sentence`) and what that person can do (`recovery`). The names follow the proxy error types of RFC 9209 §2.3 where
 * one fits; `proxyStatus` is the registered type an HTTP door sends. Each door has one table from code to its own wire.
 */

export type ErrorSource = 'downstream' | 'gateway' | 'upstream';

export interface ErrorEntry {
  /** Whose fault: the client's side, Atlantic itself, or the far side. */
  readonly source: ErrorSource;
  /** May the same request succeed when it is sent again, perhaps through another endpoint? */
  readonly retryable: boolean;
  /** The HTTP status of the proxy door and of the control API. */
  readonly status: number;
  /** RFC 9209 §2.3 error type, sent in `Proxy-Status` by the proxy door. */
  readonly proxyStatus: string;
  readonly sentence: string;
  readonly recovery: string;
}

const entry = (
  source: ErrorSource,
  retryable: boolean,
  status: number,
  proxyStatus: string,
  sentence: string,
  recovery: string,
): ErrorEntry => ({ source, retryable, status, proxyStatus, sentence, recovery });

export const CATALOGUE = {
  // What the client sent.
  request_malformed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The request is not valid HTTP.',
    'Send a well-formed HTTP/1.1 request; the detail names the first rule it breaks.',
  ),
  request_not_proxied: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'This address is a proxy, and the request was written for a web server.',
    'Set the address as a proxy in your client (curl: -x), or send an absolute URL or CONNECT.',
  ),
  request_head_too_large: entry(
    'downstream',
    false,
    431,
    'http_request_error',
    'The request line and headers are larger than 32 KiB.',
    'Send fewer or shorter headers.',
  ),
  request_timeout: entry(
    'downstream',
    true,
    408,
    'http_request_error',
    'The client did not finish its request in time.',
    'Send the whole request head within 15 seconds of opening the connection.',
  ),
  request_unsupported: entry(
    'downstream',
    false,
    501,
    'http_request_error',
    'The request asks for something this gateway does not do.',
    'The detail names it; use HTTP/1.1 with Content-Length or chunked bodies.',
  ),
  socks_malformed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The bytes are not a SOCKS5 handshake.',
    'Use SOCKS version 5 (RFC 1928) with user name and password (RFC 1929).',
  ),
  socks_command_unsupported: entry(
    'downstream',
    false,
    501,
    'http_request_denied',
    'Only the SOCKS5 command CONNECT is supported.',
    'Use CONNECT; BIND and UDP ASSOCIATE are not offered.',
  ),
  socks_address_unsupported: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The SOCKS5 address type is unknown.',
    'Use an IPv4 address, an IPv6 address or a domain name.',
  ),
  option_unknown: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The request names an option that does not exist.',
    'Correct the name that the detail shows; docs/options.md lists all options.',
  ),
  option_malformed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'An option of the request cannot be read.',
    'The detail names the option and what its value must be; in a user name no value holds a dash.',
  ),
  option_duplicate: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'An option is given more than once.',
    'Give it once, either in the user name or in Proxy-Options.',
  ),
  option_conflict: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'Two options contradict each other, or one lacks another that it needs.',
    'The detail names both: leave one out, or add the one that is missing.',
  ),
  credentials_missing: entry(
    'downstream',
    false,
    407,
    'http_request_denied',
    'The proxy needs a user name and a secret, and the request carried none.',
    'Send Proxy-Authorization: Basic (curl: -U user:secret), or SOCKS5 user name and password.',
  ),
  credentials_invalid: entry(
    'downstream',
    false,
    407,
    'http_request_denied',
    'The user name or the secret is wrong.',
    'Check both; make a new secret with: atlantic credential rotate NAME',
  ),
  auth_throttled: entry(
    'downstream',
    true,
    429,
    'http_request_denied',
    'Too many wrong secrets came from this address, or for this user name.',
    'Wait as long as Retry-After says; then use the right secret.',
  ),
  proxy_header_malformed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'A trusted balancer did not begin its connection with a PROXY header.',
    'Turn the header on at the balancer (HAProxy: send-proxy-v2), or take the balancer out of proxyProtocol.',
  ),
  tls_handshake_failed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The TLS handshake with the client failed.',
    'Use https:// for the proxy, TLS 1.2 or newer, and trust its certificate (curl: --proxy-cacert).',
  ),
  client_address_denied: entry(
    'downstream',
    false,
    403,
    'http_request_denied',
    'This may not be used from the address of the client.',
    'Connect from an address that is allowed, or have this one added to allowFrom of the credential or of the listener.',
  ),
  credential_paused: entry(
    'downstream',
    false,
    403,
    'http_request_denied',
    'This credential is paused.',
    'Start it again with: atlantic credential resume NAME',
  ),
  quota_exceeded: entry(
    'downstream',
    false,
    429,
    'http_request_denied',
    'The credential, or its account, has used up its quota.',
    'See which with atlantic credential list and atlantic account list, and raise its quota with their update.',
  ),
  rate_exceeded: entry(
    'downstream',
    true,
    429,
    'http_request_denied',
    'More requests came in a second than the credential or its account may send.',
    'Wait as long as Retry-After says, send more slowly, or raise the rate.',
  ),
  concurrency_exceeded: entry(
    'downstream',
    true,
    429,
    'connection_limit_reached',
    'As many requests of the credential or its account are under way as it may have at once.',
    'Finish some first, keep fewer open, or raise concurrency.',
  ),
  target_denied: entry(
    'downstream',
    false,
    403,
    'destination_ip_prohibited',
    'The target is not allowed by this gateway.',
    'Private, loopback and link-local addresses are refused unless egress.targets allows them.',
  ),
  target_port_denied: entry(
    'downstream',
    false,
    403,
    'http_request_denied',
    'The target port is not allowed by this gateway.',
    'Use a port listed in egress.targets.ports, or add this one there.',
  ),
  client_closed: entry(
    'downstream',
    true,
    499,
    'connection_terminated',
    'The client closed its connection before the exchange was finished.',
    'Nothing to do here; look at the client if it was not meant to stop.',
  ),
  client_timeout: entry(
    'downstream',
    true,
    408,
    'connection_write_timeout',
    'The client stopped reading or sending in the middle of an exchange.',
    'Read the answer as it comes; a stalled exchange is closed after its idle limit.',
  ),

  // What the gateway cannot do now.
  quota_unavailable: entry(
    'gateway',
    true,
    503,
    'proxy_internal_response',
    'The control plane is out of reach and the bytes it granted are spent.',
    'Wait and retry; see atlantic status for the control process.',
  ),
  route_missing: entry(
    'gateway',
    false,
    503,
    'destination_unavailable',
    'No route matches this request.',
    'Add a route without a match as the last one in atlantic.yaml.',
  ),
  pool_empty: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'The pool has no endpoint to use.',
    'See why with atlantic pool health NAME; add some with atlantic endpoint import FILE --pool NAME, or give the pool a fallback.',
  ),
  exits_banned: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'Every exit of the pool that could serve is banned for this target.',
    'Wait as Retry-After says, see the bans with atlantic ban list, add endpoints, or give the pool a fallback.',
  ),
  exit_unmatched: entry(
    'gateway',
    false,
    503,
    'destination_unavailable',
    'The pool has no exit that is known to match the options of the request.',
    'Leave the option out, or route the request to a pool whose exits match.',
  ),
  exit_family_unmatched: entry(
    'gateway',
    true,
    502,
    'destination_ip_unroutable',
    'The target has no address that the exit can reach: one of the two knows IPv4 only, the other IPv6 only.',
    'Use a target or an exit of the other address family; the detail names what was missing.',
  ),
  exit_address_unavailable: entry(
    'gateway',
    true,
    500,
    'proxy_configuration_error',
    'The source address of the exit is not an address of the gateway’s machine.',
    'Give the address to an interface; for a prefix: ip -6 route add local PREFIX dev lo, and sysctl net.ipv6.ip_nonlocal_bind=1.',
  ),
  session_lost: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'The exit of this session is out of use, and the session is strict.',
    'Wait for it (atlantic pool health NAME says until when), begin another session, or leave strict out.',
  ),
  gateway_draining: entry(
    'gateway',
    true,
    503,
    'proxy_internal_response',
    'The gateway is shutting down and takes no new requests.',
    'Retry; another worker or the restarted gateway will answer.',
  ),
  gateway_overloaded: entry(
    'gateway',
    true,
    503,
    'connection_limit_reached',
    'The gateway holds as many connections as it may.',
    'Retry in a moment, or raise the limit.',
  ),
  internal_error: entry(
    'gateway',
    true,
    500,
    'proxy_internal_error',
    'Atlantic made a mistake.',
    'Retry once; if it happens again, report it with the log line of the same time.',
  ),

  // What the far side did.
  dns_error: entry(
    'upstream',
    false,
    502,
    'dns_error',
    'The name of the target or of the endpoint could not be resolved.',
    'Check the spelling of the name.',
  ),
  dns_timeout: entry('upstream', true, 504, 'dns_timeout', 'The name server did not answer in time.', 'Retry.'),
  connection_refused: entry(
    'upstream',
    true,
    502,
    'connection_refused',
    'The far side refused the connection.',
    'Check that the target, or the upstream proxy, listens on that port.',
  ),
  connection_timeout: entry(
    'upstream',
    true,
    504,
    'connection_timeout',
    'The far side did not accept the connection in time.',
    'Retry; if it lasts, the target or the upstream proxy is down or filtered.',
  ),
  connection_terminated: entry(
    'upstream',
    true,
    502,
    'connection_terminated',
    'The far side closed the connection before it answered.',
    'Retry; if it lasts, the target or the upstream proxy drops this traffic.',
  ),
  destination_unroutable: entry(
    'upstream',
    true,
    502,
    'destination_ip_unroutable',
    'There is no route to the far side.',
    'Check the network of the gateway and the address family of the target.',
  ),
  upstream_tls_failed: entry(
    'upstream',
    true,
    502,
    'tls_protocol_error',
    'No TLS connection to the upstream proxy could be made.',
    'Check that the endpoint speaks TLS 1.2 or newer on that port; a proxy without TLS is http://.',
  ),
  upstream_certificate_invalid: entry(
    'upstream',
    true,
    502,
    'tls_certificate_error',
    'The certificate of the upstream proxy cannot be trusted.',
    'The detail says why; name the proxy as its certificate does, or its issuer with the pool’s key ca.',
  ),
  upstream_proxy_unauthorized: entry(
    'upstream',
    true,
    502,
    'http_request_denied',
    'The upstream proxy refused the credentials in its endpoint URL.',
    'Correct the user name and password of the endpoint; the client’s own are not at fault.',
  ),
  upstream_proxy_denied: entry(
    'upstream',
    true,
    502,
    'http_request_denied',
    'The upstream proxy refused to reach this target.',
    'The detail holds its status; use another pool, or ask the proxy’s operator.',
  ),
  upstream_proxy_failed: entry(
    'upstream',
    true,
    502,
    'proxy_internal_error',
    'The upstream proxy could not reach the target.',
    'The detail holds its status; retry through another endpoint.',
  ),
  upstream_no_exit: entry(
    'upstream',
    true,
    502,
    'destination_unavailable',
    'The provider has no exit as the request asks for, or the exit of its session is gone.',
    'Ask for a wider place or another session; the detail holds the status of the provider.',
  ),
  judge_unexpected: entry(
    'upstream',
    true,
    502,
    'proxy_internal_response',
    'The judge answered otherwise than its pool expects.',
    'Ask the judge yourself, directly and through the endpoint; health.probe says which status is expected.',
  ),
  exit_tampered: entry(
    'upstream',
    true,
    502,
    'http_protocol_error',
    'The proxy altered what it was to carry, or put its own certificate in the place of the target’s.',
    'Use another proxy: this one reads and changes what passes through it. The detail says which of the two it did.',
  ),
  upstream_quota_exceeded: entry(
    'upstream',
    true,
    502,
    'http_request_denied',
    'The account at the provider has used up its traffic or its balance.',
    'Top up the account, or route to another pool; the quota of the credential is not at fault.',
  ),
  upstream_rate_limited: entry(
    'upstream',
    true,
    503,
    'http_request_denied',
    'The provider takes no more requests at this rate.',
    'Wait as long as Retry-After says, and send fewer at once.',
  ),
  answer_rejected: entry(
    'upstream',
    true,
    502,
    'http_response_incomplete',
    'A rule of the route sent the request elsewhere for the answer it got, and no other exit could serve it.',
    'Try again later, or add endpoints to the pools that the rule leads to.',
  ),
  response_malformed: entry(
    'upstream',
    false,
    502,
    'http_protocol_error',
    'The far side answered with something that is not valid HTTP.',
    'The detail names the first rule it breaks.',
  ),
  response_head_too_large: entry(
    'upstream',
    false,
    502,
    'http_response_header_section_size',
    'The headers of the answer are larger than 64 KiB.',
    'Nothing a client can do; tell the target’s operator.',
  ),
  response_incomplete: entry(
    'upstream',
    true,
    502,
    'http_response_incomplete',
    'The far side closed the connection in the middle of its answer.',
    'Retry; what arrived is not the whole answer.',
  ),
  response_timeout: entry(
    'upstream',
    true,
    504,
    'http_response_timeout',
    'The far side did not answer in time.',
    'Retry; if it lasts, the target or the upstream proxy is too slow.',
  ),

  // The control API and the command line.
  api_key_missing: entry(
    'downstream',
    false,
    401,
    'http_request_denied',
    'The API call carried no API key.',
    'Send Authorization: Bearer KEY. For control the first start wrote one to DATA/api-key; those of supply are supply.keys.',
  ),
  api_key_invalid: entry(
    'downstream',
    false,
    401,
    'http_request_denied',
    'The API key is not known here.',
    'Use the key in DATA/api-key of the running instance or, for supply’s own listener, one of supply.keys.',
  ),
  key_not_operator: entry(
    'downstream',
    false,
    403,
    'http_request_denied',
    'The API key may read, and this wants one that may also order.',
    'Use a key of supply.keys with the role operator.',
  ),
  method_not_allowed: entry(
    'downstream',
    false,
    405,
    'http_request_error',
    'This path has no such method.',
    'The header Allow names those that it has.',
  ),
  validation_failed: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The request has fields that are missing, unknown or of the wrong shape.',
    'Each problem is listed with its field.',
  ),
  not_found: entry(
    'downstream',
    false,
    404,
    'http_request_error',
    'There is nothing by that name.',
    'List what there is and check the spelling.',
  ),
  account_in_use: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'The account still has credentials, or is the default one.',
    'Delete its credentials first; the default account stays.',
  ),
  supply_empty: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'There is no proxy to give.',
    'See /stat for what the last run found, ask for less, or wait as long as Retry-After says.',
  ),
  name_taken: entry(
    'downstream',
    false,
    409,
    'http_request_error',
    'That name is already in use.',
    'Choose another name.',
  ),
  managed_by_file: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'This is declared in atlantic.yaml and can only be changed there.',
    'Edit the file, and apply it with: atlantic config apply FILE',
  ),
  list_unreadable: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The list could not be read.',
    'Name a file of at most 4 MiB, or - for standard input.',
  ),
  list_unusable: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The list holds no endpoint that can be used; nothing was changed.',
    'Write one endpoint a line, such as HOST:PORT or http://USER:PASSWORD@HOST:PORT.',
  ),
  pool_not_list: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'Endpoints are imported into pools of the kind list, and this one is of another kind.',
    'Name a pool of the kind list; atlantic pool list shows them.',
  ),
  pool_full: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'The pool would have more than 10,000 endpoints; nothing was changed.',
    'Import a shorter list, or let it take the place of what was imported before (--replace).',
  ),
  plane_revoked: entry(
    'downstream',
    false,
    403,
    'http_request_denied',
    'This plane was revoked: its token opens nothing any more.',
    'Make a plane with atlantic plane create NAME, and start it with the token that shows.',
  ),
  plane_away: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'No plane is connected, so nobody would obey.',
    'See atlantic plane list, and try again when a plane is connected.',
  ),
  plane_is_local: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'This plane belongs to the machine of control and cannot be revoked.',
    'Stop it with atlantic plane drain local, or stop atlantic up.',
  ),
  control_not_secure: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'A plane token does not go over a network as plain HTTP.',
    'Set control.tls in atlantic.yaml on the machine of control, and name control as https://HOST:PORT.',
  ),
  control_untrusted: entry(
    'downstream',
    false,
    400,
    'tls_certificate_error',
    'The certificate of control is not one that is trusted here.',
    'Name the certificate that proves it with --ca FILE or ATLANTIC_CA, and call control by a name that its certificate holds.',
  ),
  control_unreachable: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'The control plane did not answer.',
    'Start it with atlantic up, or name it with --control URL or --data DIR.',
  ),
  supply_away: entry(
    'gateway',
    true,
    503,
    'destination_unavailable',
    'Supply did not answer.',
    'See atlantic plane list; it starts and stops with atlantic up.',
  ),
  config_invalid: entry(
    'downstream',
    false,
    400,
    'http_request_error',
    'The configuration cannot be used.',
    'Correct each listed line; atlantic config check FILE reads it without starting anything.',
  ),
  config_not_kept: entry(
    'downstream',
    false,
    409,
    'http_request_denied',
    'The next start would read another configuration, so this one was not applied.',
    'Change the configuration file itself, and have it read again: send SIGHUP to atlantic up.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof CATALOGUE;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(CATALOGUE, code);

/** An upstream proxy that answered in the target's place. */
export interface AnsweredBy {
  /** The endpoint's id, which names no secret. */
  readonly endpoint: string;
  readonly status: number;
}

/**
 * The one error class. `detail` adds what the code alone cannot say; it goes to the client and to no log, so it may
 * name the client's own input but never a secret.
 */
export class AtlanticError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  /** When it makes sense to try again, where that is known. */
  readonly retryAfterSeconds: number | undefined;
  /** The endpoint whose own answer this is, and its status: the next-hop and received-status of RFC 9209 §2.1. */
  readonly answeredBy: AnsweredBy | undefined;

  constructor(
    code: ErrorCode,
    options: {
      detail?: string | undefined;
      retryAfterSeconds?: number | undefined;
      answeredBy?: AnsweredBy | undefined;
      cause?: unknown;
    } = {},
  ) {
    const { sentence } = CATALOGUE[code];
    super(options.detail === undefined ? sentence : `${sentence} ${options.detail}`, { cause: options.cause });
    this.name = 'AtlanticError';
    this.code = code;
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.answeredBy = options.answeredBy;
  }

  get entry(): ErrorEntry {
    return CATALOGUE[this.code];
  }

  get source(): ErrorSource {
    return this.entry.source;
  }

  get retryable(): boolean {
    return this.entry.retryable;
  }
}

/** The error as it is, or wrapped as `internal_error`, so that one exit can deal with everything thrown. */
export function asAtlanticError(thrown: unknown): AtlanticError {
  return thrown instanceof AtlanticError ? thrown : new AtlanticError('internal_error', { cause: thrown });
}
