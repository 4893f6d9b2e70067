/**
 * The SOCKS5 door: CONNECT (RFC 1928) with user name and password (RFC 1929), or without where the listener has a
 * credential of its own.
 */
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { canonicalHost } from '@atlantic/contract/host-pattern.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { createSocks5Reader, type Socks5Event } from '@atlantic/wire/socks5.ts';
import {
  authReply,
  methodReply,
  requestReply,
  SOCKS_METHOD,
  SOCKS_REPLY,
  type SocksReplyCode,
} from '@atlantic/wire/socks5-reply.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import type { Intent, Proof } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import { NOBODY_ASKED, optionsOf, type ParsedUsername, parseUsername } from '../options/parse.ts';
import type { Seat } from '../overload/seat.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import { cut } from '../relay/cut.ts';
import { Meter } from '../relay/meter.ts';
import { say } from '../relay/say.ts';
import { tunnel } from '../relay/tunnel.ts';
import { serve } from '../serve.ts';
import type { ListenerState, ListenerTerms } from '../terms.ts';
import type { Upstream } from '../upstream/upstream.ts';

const COMMAND_CONNECT = 1;

/** RFC 1928 §6 has eight answers for the whole catalogue; those not named here are a general failure. */
const REPLY_OF: Partial<Record<ErrorCode, SocksReplyCode>> = {
  target_denied: SOCKS_REPLY.notAllowed,
  target_port_denied: SOCKS_REPLY.notAllowed,
  client_address_denied: SOCKS_REPLY.notAllowed,
  credential_paused: SOCKS_REPLY.notAllowed,
  credentials_invalid: SOCKS_REPLY.notAllowed,
  quota_exceeded: SOCKS_REPLY.notAllowed,
  rate_exceeded: SOCKS_REPLY.notAllowed,
  concurrency_exceeded: SOCKS_REPLY.notAllowed,
  option_unknown: SOCKS_REPLY.notAllowed,
  option_malformed: SOCKS_REPLY.notAllowed,
  option_duplicate: SOCKS_REPLY.notAllowed,
  option_conflict: SOCKS_REPLY.notAllowed,
  exit_unmatched: SOCKS_REPLY.notAllowed,
  upstream_proxy_denied: SOCKS_REPLY.notAllowed,
  upstream_quota_exceeded: SOCKS_REPLY.notAllowed,
  destination_unroutable: SOCKS_REPLY.networkUnreachable,
  exit_family_unmatched: SOCKS_REPLY.networkUnreachable,
  upstream_no_exit: SOCKS_REPLY.networkUnreachable,
  dns_error: SOCKS_REPLY.hostUnreachable,
  dns_timeout: SOCKS_REPLY.hostUnreachable,
  connection_terminated: SOCKS_REPLY.hostUnreachable,
  connection_refused: SOCKS_REPLY.connectionRefused,
  connection_timeout: SOCKS_REPLY.ttlExpired,
  socks_command_unsupported: SOCKS_REPLY.commandUnsupported,
  socks_address_unsupported: SOCKS_REPLY.addressUnsupported,
};

/** The reply that says `code` in SOCKS5. */
export const replyOf = (code: ErrorCode): SocksReplyCode => REPLY_OF[code] ?? SOCKS_REPLY.generalFailure;

/** Serves the one request of a SOCKS5 connection. Resolves with the octets it used. */
export async function serveSocks5(
  gateway: Gateway,
  connection: Connection,
  listener: ListenerState,
  seat: Seat,
): Promise<number> {
  const exchange = new SocksExchange(connection, listener.terms, seat, gateway);
  await serve(gateway, exchange);
  return exchange.meter.bytesUp;
}

class SocksExchange implements Exchange {
  readonly protocol = 'socks5';
  readonly client: string;
  readonly terms: ListenerTerms;
  readonly seat: Seat;
  readonly meter: Meter;
  readonly #connection: Connection;
  readonly #ending: AbortSignal;
  /** What is left of the time that the whole handshake may take. */
  readonly #left: () => number;
  readonly #reader = createSocks5Reader();
  #asked: ParsedUsername = NOBODY_ASKED;
  /** What the client waits for; it decides how a refusal is said. */
  #awaits: 'method' | 'auth' | 'reply' | 'nothing' = 'method';

  constructor(
    connection: Connection,
    terms: ListenerTerms,
    seat: Seat,
    { ending, now }: Pick<Gateway, 'ending' | 'now'>,
  ) {
    const deadline = now() + LIMITS.handshakeMs;
    this.#left = () => Math.max(0, deadline - now());
    this.#connection = connection;
    this.client = connection.peer;
    this.terms = terms;
    this.seat = seat;
    this.#ending = ending;
    this.meter = new Meter(connection, seat);
  }

  /** Reads on until `take` has what it needs; `begin` may have it already, from octets that came early. */
  async #read<T>(begin: Socks5Event, take: (event: Socks5Event) => T | undefined): Promise<T> {
    const judge = (event: Socks5Event): T | undefined => {
      if (event.type === 'error') throw new AtlanticError(event.error.code, { detail: event.error.detail });
      return take(event);
    };
    return (
      judge(begin) ??
      converse<T>(this.#connection, {
        push: (chunk) => judge(this.#reader.push(chunk)),
        deadlineMs: this.#left(),
        ending: this.#ending,
        onDeadline: () => new AtlanticError('request_timeout'),
        onGone: () => new AtlanticError('client_closed'),
      })
    );
  }

  async proof(): Promise<Proof | undefined> {
    const methods = await this.#read({ type: 'more' }, (event) =>
      event.type === 'methods' ? event.methods : undefined,
    );
    const proves = this.terms.credential === undefined;
    if (!proves && methods.includes(SOCKS_METHOD.none)) {
      await say(this.#connection, this.meter, [methodReply(SOCKS_METHOD.none)]);
      this.#awaits = 'reply';
      this.#asked = parseUsername('');
      return undefined;
    }
    if (!methods.includes(SOCKS_METHOD.password)) throw new AtlanticError('credentials_missing');
    await say(this.#connection, this.meter, [methodReply(SOCKS_METHOD.password)]);
    this.#awaits = 'auth';
    const { username, secret } = await this.#read(this.#reader.proceed('credentials'), (event) =>
      event.type === 'credentials' ? event : undefined,
    );
    // Where nobody need prove anything, a user name is nobody's, and neither are options in it.
    this.#asked = parseUsername(proves ? username : '');
    return proves ? { username: this.#asked.username, secret } : undefined;
  }

  async intent(preset: readonly GivenOption[]): Promise<Intent> {
    if (this.#awaits === 'auth') await say(this.#connection, this.meter, [authReply(true)]);
    this.#awaits = 'reply';
    const request = await this.#read(this.#reader.proceed('request'), (event) =>
      event.type === 'request' ? event : undefined,
    );
    this.meter.up(request.bytes);
    this.#connection.unread(request.rest);
    if (request.command !== COMMAND_CONNECT) throw new AtlanticError('socks_command_unsupported');
    const options = optionsOf(this.#asked, preset);
    return { protocol: 'socks5', target: { host: canonicalHost(request.host), port: request.port }, options };
  }

  /** Its tunnel stands by then. */
  mayRepeat(): boolean {
    return false;
  }

  async relay(upstream: Upstream, ending: AbortSignal): Promise<boolean> {
    this.#awaits = 'nothing';
    await say(this.#connection, this.meter, [requestReply(SOCKS_REPLY.succeeded)]);
    await tunnel({ downstream: this.#connection, upstream: upstream.connection, meter: this.meter, ending });
    return false;
  }

  async refuse(error: AtlanticError): Promise<boolean> {
    const replies = {
      method: [methodReply(SOCKS_METHOD.noneAcceptable)],
      auth: [authReply(false)],
      reply: [requestReply(replyOf(error.code))],
      nothing: [],
    };
    if (this.#awaits === 'nothing') cut(this.#connection);
    if (!this.#connection.gone) await say(this.#connection, this.meter, replies[this.#awaits]);
    return false;
  }
}
