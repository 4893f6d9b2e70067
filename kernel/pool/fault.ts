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

type Faults = Readonly<Record<Stage, Fault>>;

const always = (fault: Fault): Faults => ({ dial: fault, handshake: fault, answer: fault, relay: fault });

/** The endpoint's own until it was asked for the target; then `answer` and `relay`. */
const staged = (answer: Fault, relay: Fault): Faults => ({ dial: 'endpoint', handshake: 'endpoint', answer, relay });

const FAULTS: Readonly<Record<ErrorCode, Faults>> = {
  // The request itself was refused; no endpoint had a part in it.
  request_malformed: always('client'),
  request_not_proxied: always('client'),
  request_head_too_large: always('client'),
  request_unsupported: always('client'),
  socks_malformed: always('client'),
  socks_command_unsupported: always('client'),
  socks_address_unsupported: always('client'),
  option_unknown: always('client'),
  option_malformed: always('client'),
  option_duplicate: always('client'),
  option_conflict: always('client'),
  credentials_missing: always('client'),
  credentials_invalid: always('client'),
  auth_throttled: always('client'),
  target_port_denied: always('client'),
  client_address_denied: always('client'),
  proxy_header_malformed: always('client'),
  tls_handshake_failed: always('client'),
  // The client went away or stood still.
  request_timeout: always('client'),
  client_closed: always('client'),
  client_timeout: always('client'),
  // A limit of the client was reached, perhaps in the middle of a transfer.
  credential_paused: always('client'),
  quota_exceeded: always('client'),
  rate_exceeded: always('client'),
  concurrency_exceeded: always('client'),
  // The client asked for a target that is not allowed, or that resolved to one.
  target_denied: always('client'),

  // The gateway could not go on, whatever the endpoint was.
  quota_unavailable: always('gateway'),
  gateway_draining: always('gateway'),
  internal_error: always('gateway'),
  // The gateway had no socket left to reach the endpoint with.
  gateway_overloaded: always('gateway'),
  // Belongs to the API or to choosing; it ends no lease.
  route_missing: always('gateway'),
  pool_empty: always('gateway'),
  exits_banned: always('gateway'),
  exit_unmatched: always('gateway'),
  session_lost: always('gateway'),
  // The exit was not used: it and the target know different address families.
  exit_family_unmatched: always('gateway'),
  // The address is missing on the machine of the gateway.
  exit_address_unavailable: always('gateway'),

  // The name that is not known is the endpoint’s own until it was reached.
  dns_error: staged('unknown', 'unknown'),
  // A name server that is silent may be the gateway’s own; it says nothing of the endpoint.
  dns_timeout: always('unknown'),
  // Only a working endpoint can tell that the target refused.
  connection_refused: staged('target', 'unknown'),
  // An endpoint that is silent after it was asked may hang, or wait for a target that does not answer.
  connection_timeout: staged('unknown', 'unknown'),
  // Some endpoints close when the target fails; a tunnel may be cut by either.
  connection_terminated: staged('unknown', 'unknown'),
  // An endpoint that has lost its own network answers the same as for a target that is nowhere.
  destination_unroutable: staged('unknown', 'unknown'),
  // The endpoint refuses the login that its URL holds, for every target.
  upstream_proxy_unauthorized: always('endpoint'),
  // Either this target is forbidden, or the endpoint’s account is spent and all are.
  upstream_proxy_denied: staged('unknown', 'unknown'),
  // Before it was asked, its name or its handshake is broken; after that it may report a target that failed.
  upstream_proxy_failed: staged('unknown', 'unknown'),
  // TLS is spoken with the endpoint before it is asked.
  upstream_tls_failed: staged('unknown', 'unknown'),
  // The certificate is the endpoint’s own, and is looked at before the endpoint is asked.
  upstream_certificate_invalid: staged('unknown', 'unknown'),
  // The provider lacks the place or the session that was asked for, and has others.
  upstream_no_exit: always('client'),
  // A captive page in the way, or the judge itself.
  judge_unexpected: staged('unknown', 'unknown'),
  // Only checks look for it, and it ends no lease.
  exit_tampered: staged('unknown', 'unknown'),
  // The account that the endpoint belongs to is spent, for every target.
  upstream_quota_exceeded: always('endpoint'),
  // The endpoint works, and is asked more often than its provider allows.
  upstream_rate_limited: always('gateway'),
  // The answer may come from the endpoint or from the target.
  response_malformed: staged('unknown', 'target'),
  // The target answered, and a rule did not like it.
  answer_rejected: always('target'),
  // Heads of this size are made by targets.
  response_head_too_large: staged('target', 'target'),
  // Either of both may have closed.
  response_incomplete: staged('unknown', 'unknown'),
  // Either of both may be slow.
  response_timeout: staged('unknown', 'unknown'),

  // Belongs to the API or to choosing; it ends no lease.
  api_key_missing: always('client'),
  api_key_invalid: always('client'),
  key_not_operator: always('client'),
  method_not_allowed: always('client'),
  validation_failed: always('client'),
  not_found: always('client'),
  account_in_use: always('client'),
  list_unusable: always('client'),
  list_unreadable: always('client'),
  pool_not_list: always('client'),
  pool_full: always('client'),
  name_taken: always('client'),
  managed_by_file: always('client'),
  control_unreachable: always('gateway'),
  control_not_secure: always('gateway'),
  control_untrusted: always('gateway'),
  plane_revoked: always('gateway'),
  plane_away: always('gateway'),
  supply_away: always('gateway'),
  supply_empty: always('gateway'),
  plane_is_local: always('client'),
  config_invalid: always('client'),
  config_not_kept: always('client'),
};

/** Whose fault an error was that ended a lease at `stage`. */
export const faultOf = (code: ErrorCode, stage: Stage): Fault => FAULTS[code][stage];
