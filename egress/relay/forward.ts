/**
 * One HTTP exchange through the gateway: the request's body flows up while the answer flows down. They may end in any
 * order; an answer that is complete before its request ends the client's connection, since what the client still sends
 * cannot be told from a new request.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type Framing, responseFraming } from '@atlantic/wire/http-framing.ts';
import { createResponseHeadReader, type RequestHead, type ResponseHead } from '@atlantic/wire/http-head.ts';
import { formatRequestHead, formatResponseHead } from '@atlantic/wire/http-head-format.ts';
import { headerValues } from '@atlantic/wire/http-header.ts';
import { persists } from '@atlantic/wire/http-hop.ts';
import type { AbsoluteTarget } from '@atlantic/wire/http-target.ts';
import { LIMITS } from '../limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { type Connection, NOBODY } from './connection.ts';
import { offEnding, onEnding } from './ending.ts';
import { readFirstPiece } from './first-piece.ts';
import { Flow } from './flow.ts';
import { answerForClient, interimForClient, offersUpgrade, requestForUpstream } from './forward-head.ts';
import type { Judge } from './judge.ts';
import type { Meter } from './meter.ts';
import { reframe } from './reframe.ts';
import { tunnel } from './tunnel.ts';

export interface Forward {
  downstream: Connection;
  upstream: Upstream;
  meter: Meter;
  head: RequestHead;
  target: AbsoluteTarget;
  /** How the request's body is framed. */
  framing: Framing;
  /** May the client send another request on its connection, as far as client and gateway are concerned? */
  keepAlive: boolean;
  /** Called when the first octet of the final answer is about to go out: from then on no error page can be sent. */
  onAnswer(): void;
  /** Looks at the answer before the client hears of it; absent: nobody does. */
  judge?: Judge | undefined;
  /** Aborts with the AtlanticError that ends every exchange. */
  ending: AbortSignal;
}

const NO_OCTETS = Buffer.alloc(0);

/** Is there a body, and is it not compressed? */
const isReadable = ({ headers }: ResponseHead, { kind }: Framing): boolean =>
  kind !== 'none' && headerValues(headers, 'content-encoding').every((value) => /^\s*(?:identity)?\s*$/i.test(value));

/**
 * Resolves, when the answer has been sent and taken, with whether the client may send another request. Rejects with the
 * error that ended the exchange; the upstream is destroyed then, and otherwise unless it is kept.
 */
export function forward(options: Forward): Promise<boolean> {
  return new Promise((resolve, reject) => new ForwardedExchange(options, resolve, reject).start());
}

class ForwardedExchange {
  readonly #options: Forward;
  readonly #far: Connection;
  readonly #resolve: (keepAlive: boolean) => void;
  readonly #reject: (error: unknown) => void;
  readonly #answerReader = createResponseHeadReader({ limit: LIMITS.responseHead });
  readonly #request: Flow;
  #answer: Flow | undefined;
  #requestDone = false;
  /** The answer leaves the upstream fit for another request. */
  #whole = false;
  #interims = 0;
  #over = false;
  /** Ends the look at the first piece of the answer. */
  #stopLooking: () => void = () => {};

  constructor(options: Forward, resolve: (keepAlive: boolean) => void, reject: (error: unknown) => void) {
    this.#options = options;
    this.#far = options.upstream.connection;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#request = this.#requestFlow();
  }

  start(): void {
    const { downstream, ending, upstream } = this.#options;
    const broken = () => this.#fail(new AtlanticError('connection_terminated'));
    this.#far.receive({ data: (chunk) => this.#readAnswer(chunk), end: broken, gone: broken });
    this.#far.onIdle(LIMITS.responseMs, () => this.#fail(new AtlanticError('response_timeout')));
    downstream.receive({
      data: (chunk) => this.#request.data(chunk),
      end: () => this.#request.end(),
      gone: this.#clientGone,
    });
    onEnding(ending, this.#end);
    if (ending.aborted) return this.#end();

    const asked = requestForUpstream({ ...this.#options, http: upstream.http, keep: this.#keeps });
    void this.#far.write([formatRequestHead(asked)]);
    // Even without octets: that is how a request without content ends.
    this.#request.data(NO_OCTETS);
    downstream.resume();
    this.#far.resume();
  }

  /** Whether the connection is wanted for the client's next request. */
  get #keeps(): boolean {
    const { keepAlive, upstream } = this.#options;
    return keepAlive && upstream.keep !== undefined;
  }

  #requestFlow(): Flow {
    const { downstream, framing, meter } = this.#options;
    const body = reframe({
      framing,
      side: 'request',
      chunked: framing.kind === 'chunked',
      onRest: (rest) => downstream.unread(rest),
    });
    return new Flow({
      from: downstream,
      shape: body.shape,
      finish: body.finish,
      pay: (used) => meter.payUp(used),
      send: (out) => this.#far.write(out),
      moved: (used) => meter.moved(used),
      done: () => {
        this.#requestDone = true;
        this.#watchClient();
      },
      fail: (error) => this.#fail(error),
    });
  }

  /** While the answer is awaited: a reset ends the exchange, a FIN does not (RFC 9112 §9.6), a next request has to wait. */
  #watchClient(): void {
    const { downstream } = this.#options;
    downstream.receive({
      data(chunk) {
        downstream.pause();
        downstream.unread(chunk);
      },
      end() {},
      gone: this.#clientGone,
    });
    downstream.resume();
  }

  #readAnswer(chunk: Buffer): void {
    const result = this.#answerReader.push(chunk);
    if (result.state === 'more') return;
    if (result.state === 'error')
      return this.#fail(new AtlanticError(result.error.code, { detail: result.error.detail }));
    const { head, rest } = result;
    this.#far.pause();
    // What a proxy says itself is about the endpoint. Passed on, the client would take it for the target's word, or ours.
    const { http } = this.#options.upstream;
    const refused = http.form === 'absolute' ? http.readAnswer(head) : undefined;
    if (refused) return this.#fail(refused);
    if (head.status === 101) return this.#upgrade(head, rest);
    if (head.status >= 200) return this.#startAnswer(head, rest);
    this.#passInterim(head, rest);
  }

  #passInterim(head: ResponseHead, rest: Buffer): void {
    this.#interims += 1;
    if (this.#interims > LIMITS.interimAnswers)
      return this.#fail(new AtlanticError('response_malformed', { detail: 'There is no end to its interim answers.' }));
    // RFC 9110 §15.2: an HTTP/1.0 client does not know interim answers.
    const shown = this.#options.head.minor === 1 ? [formatResponseHead(interimForClient(head))] : [];
    this.#send(shown, () => {
      this.#far.resume();
      this.#readAnswer(rest);
    });
  }

  #startAnswer(answer: ResponseHead, rest: Buffer): void {
    const framing = responseFraming(answer, this.#options.head.method);
    if (framing.kind === 'error')
      return this.#fail(new AtlanticError(framing.error.code, { detail: framing.error.detail }));
    const { judge } = this.#options;
    const said = judge?.head(answer) ?? 'pass';
    if (said === 'body' && isReadable(answer, framing)) return this.#look(answer, framing, rest);
    // One that cannot be read has nothing in it for those who look, and others may still have a word.
    if (said === 'reject' || (said === 'body' && judge?.body(NO_OCTETS) === 'reject'))
      return this.#fail(new AtlanticError('answer_rejected'));
    this.#passAnswer(answer, framing, rest);
  }

  /** The judge has to see the first piece of the body. */
  #look(answer: ResponseHead, framing: Framing, rest: Buffer): void {
    this.#far.onIdle(0);
    this.#stopLooking = readFirstPiece(this.#far, framing, rest, ({ content, raw }) => {
      if (this.#options.judge?.body(content) === 'reject') this.#fail(new AtlanticError('answer_rejected'));
      else this.#passAnswer(answer, framing, raw);
    });
  }

  #passAnswer(answer: ResponseHead, framing: Framing, rest: Buffer): void {
    const { downstream, head, keepAlive, meter } = this.#options;
    const client = answerForClient(answer, framing, { minor: head.minor, keepAlive });
    this.#whole = this.#keeps && framing.kind !== 'close' && persists('response', answer);
    const body = reframe({
      framing,
      side: 'response',
      chunked: client.chunked,
      onRest: () => {
        this.#whole = false;
      },
    });
    /** The head goes out with the first octets of the body, if these are there. */
    let unsent: Buffer | undefined = formatResponseHead(client.head);
    const withHead = (out: readonly Buffer[]): readonly Buffer[] => {
      if (!unsent) return out;
      const all = [unsent, ...out];
      unsent = undefined;
      this.#options.onAnswer();
      return all;
    };
    const flow = new Flow({
      from: this.#far,
      shape: body.shape,
      finish: body.finish,
      pay: () => undefined,
      send: (out) => meter.send(withHead(out)),
      moved: (used) => meter.moved(used),
      done: () => this.#complete(client.persistent && this.#requestDone),
      fail: (error) => this.#fail(error),
    });
    this.#answer = flow;
    this.#far.onIdle(0);
    downstream.onIdle(LIMITS.idleMs, () => this.#fail(new AtlanticError('client_timeout')));
    this.#far.receive({
      borrows: true,
      data: (chunk) => flow.data(chunk),
      end: () => flow.end(),
      gone: () => this.#fail(new AtlanticError('response_incomplete')),
    });
    // Even without octets: that is how the head goes out, and how an answer without content ends.
    flow.data(rest);
  }

  /** From here on the octets are another protocol's. */
  #upgrade(answer: ResponseHead, rest: Buffer): void {
    const { downstream, ending, head, meter } = this.#options;
    // What the client sends next is for this gateway, its secret included, and would become the target's.
    if (!offersUpgrade(head))
      return this.#fail(
        new AtlanticError('response_malformed', { detail: 'It switched protocols without being asked.' }),
      );
    this.#options.onAnswer();
    this.#send([formatResponseHead(interimForClient(answer))], () => {
      this.#far.unread(rest);
      this.#stop();
      tunnel({ downstream, upstream: this.#far, meter, ending }).then(() => this.#resolve(false), this.#reject);
    });
  }

  /** Sends a head to the client, then goes on. */
  #send(out: readonly Buffer[], next: () => void): void {
    const sent = this.#options.meter.send(out);
    if (!sent) return next();
    sent.then(
      () => {
        if (!this.#over) next();
      },
      (error) => this.#fail(error),
    );
  }

  #stop(): void {
    const { downstream, ending } = this.#options;
    this.#over = true;
    this.#stopLooking();
    this.#request.stop();
    this.#answer?.stop();
    offEnding(ending, this.#end);
    for (const connection of [downstream, this.#far]) {
      connection.pause();
      connection.receive(NOBODY);
      connection.onIdle(0);
    }
  }

  #complete(keepAlive: boolean): void {
    if (this.#over) return;
    this.#stop();
    const { keep } = this.#options.upstream;
    if (this.#whole && this.#requestDone && keep) keep();
    else this.#far.destroy();
    this.#resolve(keepAlive);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#stop();
    this.#far.destroy();
    this.#reject(error);
  }

  readonly #clientGone = () => this.#fail(new AtlanticError('client_closed'));
  readonly #end = () => this.#fail(this.#options.ending.reason);
}
