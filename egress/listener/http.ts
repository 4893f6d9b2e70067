/** The HTTP door: requests in absolute form are forwarded, CONNECT becomes a tunnel (RFC 9110 §9.3.6, RFC 9112 §3.2). */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import { parseBasic } from '@atlantic/wire/basic-auth.ts';
import { type Framing, requestFraming } from '@atlantic/wire/http-framing.ts';
import { createRequestHeadReader, type RequestHead } from '@atlantic/wire/http-head.ts';
import { formatResponseHead } from '@atlantic/wire/http-head-format.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';
import { persists } from '@atlantic/wire/http-hop.ts';
import { type AbsoluteTarget, parseAbsolute, parseAuthority } from '@atlantic/wire/http-target.ts';
import type { WireError } from '@atlantic/wire/wire-error.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import type { Intent, Proof } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import { NOBODY_ASKED, optionsOf, type ParsedUsername, parseUsername } from '../options/parse.ts';
import { REPORT_HEADER, readReport } from '../options/report-header.ts';
import type { Seat } from '../overload/seat.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import { cut } from '../relay/cut.ts';
import { forward } from '../relay/forward.ts';
import type { Judge } from '../relay/judge.ts';
import { Kept } from '../relay/kept.ts';
import { spendHop } from '../relay/max-forwards.ts';
import { Meter } from '../relay/meter.ts';
import { say } from '../relay/say.ts';
import { tunnel } from '../relay/tunnel.ts';
import { serve } from '../serve.ts';
import type { ListenerState, ListenerTerms } from '../terms.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { awaitOctets } from './await-octets.ts';
import { refusal } from './refusal.ts';

const ESTABLISHED = formatResponseHead({ status: 200, reason: 'Connection established', minor: 1, headers: [] });

interface ReadHead {
  head: RequestHead;
  bytes: number;
}

const wireFailure = ({ code, detail }: WireError) => new AtlanticError(code, { detail });

/** Reads one request head; what follows it stays with the connection. */
function readHead(connection: Connection, ending: AbortSignal): Promise<ReadHead> {
  const reader = createRequestHeadReader({ limit: LIMITS.requestHead });
  return converse<ReadHead>(connection, {
    push(chunk) {
      const result = reader.push(chunk);
      if (result.state === 'more') return undefined;
      if (result.state === 'error') throw wireFailure(result.error);
      connection.unread(result.rest);
      return { head: result.head, bytes: result.bytes };
    },
    deadlineMs: LIMITS.handshakeMs,
    ending,
    onDeadline: () => new AtlanticError('request_timeout'),
    onGone: () => new AtlanticError('client_closed'),
  });
}

/** Serves requests until client or gateway wants no more. Resolves with the octets that its exchanges used. */
export async function serveHttp(
  gateway: Gateway,
  connection: Connection,
  listener: ListenerState,
  seat: Seat,
): Promise<number> {
  // RFC 9112 §9.6: who is told with an answer that it is the last one sends no request into a closing connection.
  const mayStay = () => !listener.draining && !gateway.draining.aborted;
  let used = 0;
  const kept = new Kept();
  try {
    for (let keepAlive = true; keepAlive; ) {
      const read = await readHead(connection, gateway.ending).catch((error: AtlanticError) => error);
      // A client that leaves between its requests, or in the middle of a head, is told nothing.
      if (read instanceof AtlanticError && read.code === 'client_closed') break;
      const exchange = new HttpExchange(connection, listener.terms, { seat, kept, read, mayStay });
      keepAlive = await serve(gateway, exchange);
      used += exchange.meter.bytesUp;
      keepAlive &&= await awaitOctets(connection, LIMITS.keepAliveMs, gateway.leaving, gateway.overload);
    }
  } finally {
    kept.drop();
  }
  return used;
}

/** RFC 9110 §9.2.1: they change nothing, so a target that got one twice has done nothing twice. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** What an exchange has from its connection. */
interface HttpConnection {
  readonly seat: Seat;
  readonly kept: Kept;
  readonly read: ReadHead | AtlanticError;
  /** Whether the gateway takes another request on it. */
  readonly mayStay: () => boolean;
}

class HttpExchange implements Exchange {
  readonly client: string;
  readonly terms: ListenerTerms;
  readonly seat: Seat;
  readonly meter: Meter;
  readonly kept: Kept;
  readonly protocol: 'http' | 'connect';
  readonly #connection: Connection;
  readonly #mayStay: () => boolean;
  #head: RequestHead | undefined;
  readonly #failure: AtlanticError | undefined;
  readonly #framing: Framing = { kind: 'none' };
  #asked: ParsedUsername = NOBODY_ASKED;
  #target: AbsoluteTarget | undefined;
  #answered = false;

  constructor(connection: Connection, terms: ListenerTerms, { seat, kept, read, mayStay }: HttpConnection) {
    this.#connection = connection;
    this.#mayStay = mayStay;
    this.client = connection.peer;
    this.terms = terms;
    this.seat = seat;
    this.kept = kept;
    this.meter = new Meter(connection, seat);
    this.protocol = 'http';
    if (read instanceof AtlanticError) {
      this.#failure = read;
      return;
    }
    this.#head = read.head;
    this.protocol = read.head.method === 'CONNECT' ? 'connect' : 'http';
    this.meter.up(read.bytes);
    const framing = requestFraming(read.head);
    if (framing.kind === 'error') this.#failure = wireFailure(framing.error);
    else this.#framing = framing;
  }

  async proof(): Promise<Proof | undefined> {
    if (this.#failure) throw this.#failure;
    // A web request to a proxy is told so, rather than asked for a password it cannot give.
    const { target, headers } = this.#requestHead;
    if (target.startsWith('/') || target === '*') throw new AtlanticError('request_not_proxied');
    if (this.terms.credential !== undefined) {
      // Many clients send a user name because they must; here it is nobody's, and neither are options in it.
      this.#asked = parseUsername('', headers);
      return undefined;
    }
    const values = headerValues(headers, 'proxy-authorization');
    const basic = values.length === 1 && values[0] !== undefined ? parseBasic(values[0]) : undefined;
    if (!basic) return undefined;
    this.#asked = parseUsername(basic.username, headers);
    return { username: this.#asked.username, secret: basic.secret };
  }

  async intent(preset: readonly GivenOption[]): Promise<Intent> {
    const options = optionsOf(this.#asked, preset);
    const { method, target, headers } = this.#requestHead;
    const report = readReport(headerValues(headers, REPORT_HEADER), options);
    if (this.protocol === 'connect') {
      const authority = parseAuthority(target);
      if (!authority) throw new AtlanticError('request_malformed', { detail: 'CONNECT needs HOST:PORT.' });
      return { protocol: 'connect', target: authority, options, report };
    }
    const absolute = parseAbsolute(target, method);
    if (!absolute) throw new AtlanticError('request_malformed', { detail: 'The target is not an http:// URL.' });
    if (absolute.scheme !== 'http') {
      throw new AtlanticError('request_unsupported', { detail: 'https:// needs CONNECT, so that it stays encrypted.' });
    }
    // Before anything is paid for: the request may end here.
    this.#head = { ...this.#requestHead, headers: spendHop(this.#requestHead) };
    this.#target = absolute;
    return { protocol: 'http', target: { host: absolute.host, port: absolute.port }, options, report };
  }

  async relay(upstream: Upstream, ending: AbortSignal, judge?: Judge): Promise<boolean> {
    const { meter } = this;
    const downstream = this.#connection;
    if (this.#target) {
      return forward({
        downstream,
        upstream,
        meter,
        ending,
        judge,
        head: this.#requestHead,
        target: this.#target,
        framing: this.#framing,
        keepAlive: persists('request', this.#requestHead) && this.#mayStay(),
        onAnswer: () => {
          this.#answered = true;
        },
      });
    }
    this.#answered = true;
    await say(downstream, meter, [ESTABLISHED]);
    await tunnel({ downstream, upstream: upstream.connection, meter, ending });
    return false;
  }

  mayRepeat(): boolean {
    if (this.#answered || this.#connection.gone || this.#framing.kind !== 'none') return false;
    return SAFE_METHODS.has(this.#requestHead.method);
  }

  async refuse(error: AtlanticError): Promise<boolean> {
    // Once an answer has begun, only its being cut short can still be seen.
    if (this.#answered) cut(this.#connection);
    if (this.#answered || this.#connection.gone) return false;
    const head = this.#head;
    // A body that was not read would be taken for the next request; and whoever finds no room frees what he has.
    const keepAlive =
      head !== undefined &&
      !this.#failure &&
      this.#framing.kind === 'none' &&
      error.code !== 'gateway_overloaded' &&
      persists('request', head) &&
      this.#mayStay();
    const accept = head ? headerValues(head.headers, 'accept').join() : '';
    await say(this.#connection, this.meter, refusal({ error, accept, keepAlive, head: head?.method === 'HEAD' }));
    return keepAlive;
  }

  get #requestHead(): RequestHead {
    if (!this.#head) throw this.#failure ?? new AtlanticError('internal_error');
    return this.#head;
  }
}
