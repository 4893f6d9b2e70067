/**
 * Whose fault an error is, for the health of the endpoint it came through.
 *
 * A code alone does not say: `connection_refused` is the endpoint's fault when the endpoint itself refuses, and the
 * target's when the endpoint answers that the target refused. So each code has a fault for each stage. A target's fault
 * never counts against an endpoint. Where nobody can know, the fault is `unknown`: alone it proves nothing, but an
 * endpoint that fails so before it has reached any of several different targets is dead all the same (see health.ts).
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';

/**
 * `dial`: resolving and reaching the endpoint. `handshake`: talking with the endpoint itself, until it has been asked for
 * the target. `answer`: from then on until it has said whether it reached the target, or the answer's head is there.
 * `relay`: after that.
 */
export type Stage = 'dial' | 'handshake' | 'answer' | 'relay';

export type Fault = 'endpoint' | 'target' | 'client' | 'gateway' | 'unknown';

interface Row {
  readonly proxy: Readonly<Record<Stage, Fault>>;
  /** Without a proxy every stage is between the gateway and the target. */
  readonly direct: Fault;
  readonly reason: string;
}

const always = (fault: Fault, reason: string): Row => ({
  proxy: { dial: fault, handshake: fault, answer: fault, relay: fault },
  direct: fault,
  reason,
});

/** The endpoint's own until it was asked for the target; then `answer` and `relay`. */
const staged = (answer: Fault, relay: Fault, direct: Fault, reason: string): Row => ({
  proxy: { dial: 'endpoint', handshake: 'endpoint', answer, relay },
  direct,
  reason,
});

const CLIENT_REQUEST = 'The request itself was refused; no endpoint had a part in it.';
const CLIENT_LIMIT = 'A limit of the client was reached, perhaps in the middle of a transfer.';
const CLIENT_LEFT = 'The client went away or stood still.';
const GATEWAY_STATE = 'The gateway could not go on, whatever the endpoint was.';
const NO_LEASE = 'Belongs to the API or to choosing; it ends no lease.';

const FAULTS: Readonly<Record<ErrorCode, Row>> = {
  request_malformed: always('client', CLIENT_REQUEST),
  request_not_proxied: always('client', CLIENT_REQUEST),
  request_head_too_large: always('client', CLIENT_REQUEST),
  request_timeout: always('client', CLIENT_LEFT),
  request_unsupported: always('client', CLIENT_REQUEST),
  socks_malformed: always('client', CLIENT_REQUEST),
  socks_command_unsupported: always('client', CLIENT_REQUEST),
  socks_address_unsupported: always('client', CLIENT_REQUEST),
  option_unknown: always('client', CLIENT_REQUEST),
  option_malformed: always('client', CLIENT_REQUEST),
  option_duplicate: always('client', CLIENT_REQUEST),
  option_conflict: always('client', CLIENT_REQUEST),
  credentials_missing: always('client', CLIENT_REQUEST),
  credentials_invalid: always('client', CLIENT_REQUEST),
  auth_throttled: always('client', CLIENT_REQUEST),
  credential_paused: always('client', CLIENT_LIMIT),
  quota_exceeded: always('client', CLIENT_LIMIT),
  rate_exceeded: always('client', CLIENT_LIMIT),
  concurrency_exceeded: always('client', CLIENT_LIMIT),
  target_denied: always('client', 'The client asked for a target that is not allowed, or that resolved to one.'),
  target_port_denied: always('client', CLIENT_REQUEST),
  client_closed: always('client', CLIENT_LEFT),
  client_timeout: always('client', CLIENT_LEFT),
  client_address_denied: always('client', CLIENT_REQUEST),
  proxy_header_malformed: always('client', CLIENT_REQUEST),
  tls_handshake_failed: always('client', CLIENT_REQUEST),

  quota_unavailable: always('gateway', GATEWAY_STATE),
  gateway_draining: always('gateway', GATEWAY_STATE),
  gateway_overloaded: always('gateway', 'The gateway had no socket left to reach the endpoint with.'),
  internal_error: always('gateway', GATEWAY_STATE),
  route_missing: always('gateway', NO_LEASE),
  pool_empty: always('gateway', NO_LEASE),
  exit_unmatched: always('gateway', NO_LEASE),
  session_lost: always('gateway', NO_LEASE),
  exit_family_unmatched: always('gateway', 'The exit was not used: it and the target know different address families.'),
  exit_address_unavailable: always('gateway', 'The address is missing on the machine of the gateway.'),

  dns_error: staged(
    'unknown',
    'unknown',
    'target',
    'The name that is not known is the endpoint’s own until it was reached.',
  ),
  dns_timeout: always(
    'unknown',
    'A name server that is silent may be the gateway’s own; it says nothing of the endpoint.',
  ),
  connection_refused: staged(
    'target',
    'unknown',
    'target',
    'Only a working endpoint can tell that the target refused.',
  ),
  connection_timeout: staged(
    'unknown',
    'unknown',
    'target',
    'An endpoint that is silent after it was asked may hang, or wait for a target that does not answer.',
  ),
  connection_terminated: staged(
    'unknown',
    'unknown',
    'target',
    'Some endpoints close when the target fails; a tunnel may be cut by either.',
  ),
  destination_unroutable: staged(
    'unknown',
    'unknown',
    'target',
    'An endpoint that has lost its own network answers the same as for a target that is nowhere.',
  ),
  upstream_proxy_unauthorized: always(
    'endpoint',
    'The endpoint refuses the login that its URL holds, for every target.',
  ),
  upstream_proxy_denied: staged(
    'unknown',
    'unknown',
    'unknown',
    'Either this target is forbidden, or the endpoint’s account is spent and all are.',
  ),
  upstream_proxy_failed: staged(
    'unknown',
    'unknown',
    'unknown',
    'Before it was asked, its name or its handshake is broken; after that it may report a target that failed.',
  ),
  upstream_tls_failed: staged('unknown', 'unknown', 'unknown', 'TLS is spoken with the endpoint before it is asked.'),
  upstream_certificate_invalid: staged(
    'unknown',
    'unknown',
    'unknown',
    'The certificate is the endpoint’s own, and is looked at before the endpoint is asked.',
  ),
  upstream_no_exit: always('client', 'The provider lacks the place or the session that was asked for, and has others.'),
  upstream_quota_exceeded: always('endpoint', 'The account that the endpoint belongs to is spent, for every target.'),
  upstream_rate_limited: always('gateway', 'The endpoint works, and is asked more often than its provider allows.'),
  response_malformed: staged(
    'unknown',
    'target',
    'target',
    'The answer may come from the endpoint or from the target.',
  ),
  response_head_too_large: staged('target', 'target', 'target', 'Heads of this size are made by targets.'),
  response_incomplete: staged('unknown', 'unknown', 'target', 'Either of both may have closed.'),
  response_timeout: staged('unknown', 'unknown', 'target', 'Either of both may be slow.'),

  api_key_missing: always('client', NO_LEASE),
  api_key_invalid: always('client', NO_LEASE),
  validation_failed: always('client', NO_LEASE),
  not_found: always('client', NO_LEASE),
  account_in_use: always('client', NO_LEASE),
  list_unusable: always('client', NO_LEASE),
  list_unreadable: always('client', NO_LEASE),
  pool_not_list: always('client', NO_LEASE),
  pool_full: always('client', NO_LEASE),
  name_taken: always('client', NO_LEASE),
  managed_by_file: always('client', NO_LEASE),
  control_unreachable: always('gateway', NO_LEASE),
  control_not_secure: always('gateway', NO_LEASE),
  control_untrusted: always('gateway', NO_LEASE),
  plane_revoked: always('gateway', NO_LEASE),
  plane_is_local: always('client', NO_LEASE),
  config_invalid: always('client', NO_LEASE),
};

/** Whose fault an error was, that ended a lease at `stage` on an endpoint that is a proxy, or the direct way. */
export function faultOf(code: ErrorCode, stage: Stage, endpoint: 'proxy' | 'direct'): Fault {
  const { proxy, direct } = FAULTS[code];
  return endpoint === 'direct' ? direct : proxy[stage];
}

/** Why the table says so, for people. */
export const faultReason = (code: ErrorCode): string => FAULTS[code].reason;
