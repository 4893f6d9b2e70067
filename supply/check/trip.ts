/**
 * One connection and what is done on it, step by step: to a proxy and through it to a judge, or straight to a judge. Thousands
 * are under way at once and most end with nothing, so a trip is one object and one socket until somebody accepts.
 */
import { isIP, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { type DialFault, faultOfDial } from './dial-fault.ts';
import type { Judge, JudgeDoor } from './judge.ts';
import { createHeadTalk, createPageTalk } from './page-talk.ts';
import { connectRequest, getRequest, judgePath, optionsRequest } from './request.ts';
import { type Answer, type Failure, NOTHING, type Talk, type TalkStep } from './talk.ts';
import { type Contexts, certificateFault, secure, tlsFault } from './tls-step.ts';
import {
  createConnectTalk,
  createGreetingTalk,
  createSocks4Talk,
  createSocks5Talk,
  type Login,
} from './tunnel-talk.ts';
import { Timed, type Wheel } from './wheel.ts';

export type Step = 'proxy-tls' | 'judge-tls' | 'connect' | 'socks4' | 'socks5' | 'page' | 'head' | 'greeting';

/** Whom a trip dials, and how. */
export interface Way extends Login {
  /** A literal address. */
  readonly address: string;
  readonly port: number;
  /** Undefined: there is no proxy; the judge is dialled. */
  readonly kind: SupplyKind | undefined;
  /** The name of the proxy, for its TLS; its address where it has none. */
  readonly name: string;
}

/** What is asked for. `secure`: by the judge's https door. */
export interface Errand {
  readonly judge: Judge;
  readonly token: string;
  readonly secure: boolean;
}

export interface TripPlan {
  readonly way: Way;
  readonly steps: readonly Step[];
  /** Undefined where no step needs it. */
  readonly errand: Errand | undefined;
  readonly connectMs: number;
  /** For each later step. */
  readonly stepMs: number;
  /** On the wheel's clock: when everything must be over. */
  readonly until: number;
}

/** Milliseconds since the dial. */
export interface TripTimes {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly totalMs: number;
}

export type TripEnd =
  | { readonly kind: 'done'; readonly answer: Answer | undefined; readonly times: TripTimes }
  /** Nobody was reached. */
  | { readonly kind: 'unreached'; readonly fault: DialFault }
  /** `overdue`: `until` came. */
  | { readonly kind: 'failed'; readonly step: Step; readonly failure: Failure; readonly overdue: boolean };

export interface TripOwner {
  /** Called once, never while the trip is made. The socket is gone by then. */
  onTripEnd(end: TripEnd): void;
}

export interface TripMeans {
  readonly wheel: Wheel;
  readonly contexts: Contexts;
}

/** Finds its trip without a closure for each event. */
class TripSocket extends Socket {
  trip: Trip | undefined;
}

/** Counts turns of the event loop, while anybody dials: what fails in the turn of its dial failed on this machine. */
let turn = 0;
let counting = false;
function countTurn(): number {
  if (!counting) {
    counting = true;
    setImmediate(() => {
      counting = false;
      turn++;
    });
  }
  return turn;
}

const ignore = (): void => {};

type TlsStep = 'proxy-tls' | 'judge-tls';
const isTls = (step: Step): step is TlsStep => step === 'proxy-tls' || step === 'judge-tls';

export class Trip extends Timed {
  readonly #plan: TripPlan;
  readonly #means: TripMeans;
  #owner: TripOwner | undefined;
  readonly #socket: TripSocket;
  #secured: TLSSocket | undefined;
  #talk: Talk | undefined;
  /** Of the steps; -1 while it dials. */
  #at = -1;
  readonly #turn = countTurn();
  readonly #begun: number;
  #connectMs = 0;
  #firstByteMs = -1;

  constructor(plan: TripPlan, means: TripMeans, owner: TripOwner) {
    super();
    this.#plan = plan;
    this.#means = means;
    this.#owner = owner;
    this.#begun = means.wheel.now();
    const socket = new TripSocket();
    this.#socket = socket;
    socket.trip = this;
    socket.on('connect', onConnect).on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
    this.#arm(plan.connectMs);
    const { address, port } = plan.way;
    // A literal address is not looked up, and there is no other family to try.
    socket.connect({ host: address, port, family: isIP(address), autoSelectFamily: false });
  }

  /** Destroys the socket; the owner is called no more. */
  abort(): void {
    this.#release();
  }

  onDeadline(): void {
    const overdue = this.#means.wheel.now() >= this.#plan.until;
    if (this.#at < 0) this.#finish({ kind: 'unreached', fault: { kind: 'dead', code: 'connection_timeout' } });
    else
      this.#fail({ ...this.#interrupted(), code: 'response_timeout', detail: undefined, transient: !overdue }, overdue);
  }

  connected(): void {
    this.#connectMs = this.#elapsed();
    this.#enter(0, NOTHING);
  }

  heard(chunk: Buffer): void {
    // Whoever speaks before he was asked, or after all was said, is not followed.
    if (!this.#talk) return this.#fail(malformed, false);
    if (this.#firstByteMs < 0 && this.#plan.steps[this.#at] === 'page') this.#firstByteMs = this.#elapsed();
    this.#follow(this.#talk.push(chunk));
  }

  closed(reset: boolean): void {
    if (!this.#owner) return;
    if (!this.#talk) this.#fail(this.#interrupted(), false);
    else this.#follow(this.#talk.end(reset));
  }

  broken(error: NodeJS.ErrnoException): void {
    if (this.#at >= 0) return this.closed(true);
    // It accepted, and thought better of it before this machine had looked: the same as a moment later.
    const [first] = this.#plan.steps;
    if (error.code === 'ECONNRESET' && first !== undefined) {
      this.#at = 0;
      if (!isTls(first)) this.#talk = this.#talkOf(first);
      return this.closed(true);
    }
    const synchronous = this.#turn === turn;
    this.#finish({ kind: 'unreached', fault: faultOfDial(error.code ?? '', synchronous, this.#plan.way.address) });
  }

  /** Begins a step; `early` came before it. */
  #enter(at: number, early: Buffer): void {
    this.#at = at;
    const step = this.#plan.steps[at];
    if (step === undefined) return this.#done(undefined);
    this.#arm(this.#plan.stepMs);
    if (isTls(step)) return this.#secure(step, early);
    this.#talk = this.#talkOf(step);
    this.#follow(this.#talk.start());
    if (early.length > 0 && this.#owner) this.heard(early);
  }

  #follow(step: TalkStep): void {
    if (step.type === 'failed') return this.#fail(step.failure, false);
    if (step.type === 'more') {
      if (step.send && step.send.length > 0) (this.#secured ?? this.#socket).write(step.send);
      return;
    }
    this.#talk = undefined;
    if (step.answer) return this.#done(step.answer);
    this.#enter(this.#at + 1, step.rest);
  }

  #secure(step: TlsStep, early: Buffer): void {
    // Octets that came before the handshake belong to nobody.
    if (early.length > 0) return this.#fail(malformed, false);
    const inner = step === 'judge-tls';
    const name = inner ? (this.#door()?.host ?? '') : this.#plan.way.name;
    const below = this.#secured ?? this.#socket;
    this.#socket.off('data', onData).off('end', onEnd);
    const context = inner ? this.#plan.errand?.judge.context : undefined;
    const secured = secure(below, name, context ?? this.#means.contexts.anyone);
    this.#secured = secured;
    // Where TLS is spoken within TLS, only the inner one counts.
    const isHeard = (): boolean => this.#owner !== undefined && this.#secured === secured;
    secured.on('error', (error) => isHeard() && this.#tlsBroken(step, error));
    secured.on('end', () => isHeard() && this.closed(false));
    secured.on('data', (chunk) => isHeard() && this.heard(chunk));
    secured.once('secureConnect', () => {
      if (!isHeard()) return;
      if (inner && !secured.authorized) this.#fail(certificateFault(secured.authorizationError), false);
      else this.#enter(this.#at + 1, NOTHING);
    });
  }

  #tlsBroken(step: Step, error: NodeJS.ErrnoException): void {
    const shaking = this.#plan.steps[this.#at] === step;
    if (shaking && error.code !== 'ECONNRESET') this.#fail(tlsFault(error, step === 'judge-tls'), false);
    else this.closed(true);
  }

  #talkOf(step: Exclude<Step, TlsStep>): Talk {
    const { way, errand } = this.#plan;
    if (step === 'head') return createHeadTalk(optionsRequest());
    if (step === 'greeting') return createGreetingTalk(way);
    const door = this.#door();
    if (!errand || !door) throw new TypeError('a step that needs a judge was planned without one');
    if (step === 'socks4') return createSocks4Talk(door, way);
    if (step === 'socks5') return createSocks5Talk(door, way);
    if (step === 'connect') return createConnectTalk(connectRequest(door, way));
    const path = judgePath(door.path, errand.judge.format, errand.token);
    // A proxy without a tunnel is told the whole URL, and who asks.
    const absolute = !errand.secure && (way.kind === 'http' || way.kind === 'https');
    return createPageTalk(
      absolute ? getRequest(`http://${door.authority}${path}`, door.authority, way) : getRequest(path, door.authority),
    );
  }

  #door(): JudgeDoor | undefined {
    const { errand } = this.#plan;
    return errand?.secure ? errand.judge.secure : errand?.judge.plain;
  }

  /** What it means that the present step is broken off. */
  #interrupted(): Failure {
    const step = this.#talk?.end(true);
    if (step?.type === 'failed') return step.failure;
    return { ...malformed, code: 'connection_terminated', asked: this.#plan.steps[this.#at] === 'judge-tls' };
  }

  #elapsed(): number {
    return Math.max(0, Math.round(this.#means.wheel.now() - this.#begun));
  }

  #arm(ms: number): void {
    this.#means.wheel.arm(this, Math.min(ms, this.#plan.until - this.#means.wheel.now()));
  }

  #done(answer: Answer | undefined): void {
    const times = { connectMs: this.#connectMs, firstByteMs: Math.max(0, this.#firstByteMs), totalMs: this.#elapsed() };
    this.#finish({ kind: 'done', answer, times });
  }

  #fail(failure: Failure, overdue: boolean): void {
    this.#finish({ kind: 'failed', step: this.#plan.steps[this.#at] ?? 'page', failure, overdue });
  }

  #finish(end: TripEnd): void {
    const owner = this.#owner;
    this.#release();
    owner?.onTripEnd(end);
  }

  /**
   * Lets go of everything. A reset leaves no TIME_WAIT behind; a socket that still connects would wait for it, and one below
   * TLS must be left to TLS, which closes it in order.
   */
  #release(): void {
    if (!this.#owner) return;
    this.#owner = undefined;
    this.#talk = undefined;
    this.#means.wheel.disarm(this);
    const socket = this.#socket;
    socket.trip = undefined;
    socket.off('connect', onConnect).off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    socket.on('error', ignore);
    if (this.#secured) this.#secured.destroy();
    else if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  }
}

const malformed: Failure = {
  code: 'response_malformed',
  detail: undefined,
  spoke: false,
  asked: false,
  transient: false,
};

function onConnect(this: TripSocket): void {
  this.trip?.connected();
}
function onData(this: TripSocket, chunk: Buffer): void {
  this.trip?.heard(chunk);
}
function onEnd(this: TripSocket): void {
  this.trip?.closed(false);
}
function onError(this: TripSocket, error: NodeJS.ErrnoException): void {
  this.trip?.broken(error);
}
function onClose(this: TripSocket): void {
  this.trip?.closed(true);
}
