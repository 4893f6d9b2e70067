/** Moves opaque octets both ways until both sides have ended, each side's FIN passed on by itself. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import type { Connection, Receiver } from './connection.ts';
import { offEnding, onEnding } from './ending.ts';
import { type Direction, Flow, type Shaped } from './flow.ts';
import type { Meter } from './meter.ts';

const NO_MORE: Shaped = { out: [], used: 0, last: true };

export interface Ends {
  downstream: Connection;
  upstream: Connection;
  meter: Meter;
  /** Aborts with the AtlanticError that ends every exchange. */
  ending: AbortSignal;
}

/**
 * Resolves when both directions have ended in order. Rejects with `client_closed`, `connection_terminated`,
 * `client_timeout`, a quota's error, or the reason of `ending`; the upstream is then destroyed, the downstream is the
 * caller's to close.
 */
export function tunnel(ends: Ends): Promise<void> {
  return new Promise((resolve, reject) => new Tunnel(ends, resolve, reject).start());
}

class Tunnel {
  readonly ends: Ends;
  readonly #up = new Up(this);
  readonly #down = new Down(this);
  readonly #resolve: () => void;
  readonly #reject: (error: AtlanticError) => void;
  #over = false;

  constructor(ends: Ends, resolve: () => void, reject: (error: AtlanticError) => void) {
    this.ends = ends;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { downstream, upstream, ending } = this.ends;
    downstream.receive(this.#up);
    upstream.receive(this.#down);
    downstream.onIdle(LIMITS.idleMs, () => this.stop(new AtlanticError('client_timeout')));
    onEnding(ending, this.#end);
    if (ending.aborted) return this.#end();
    downstream.resume();
    upstream.resume();
  }

  /** One direction has ended in order. */
  ended(): void {
    if (this.#up.ended && this.#down.ended) this.stop();
  }

  /** One connection is gone. Once all is over that is how it should be, and no error is made for it. */
  gone(code: 'client_closed' | 'connection_terminated' | undefined): void {
    if (!this.#over) this.stop(code && new AtlanticError(code));
  }

  stop(error?: AtlanticError): void {
    if (this.#over) return;
    this.#over = true;
    const { downstream, upstream, ending } = this.ends;
    this.#up.flow.stop();
    this.#down.flow.stop();
    offEnding(ending, this.#end);
    downstream.onIdle(0);
    upstream.destroy();
    if (error) this.#reject(error);
    else this.#resolve();
  }

  readonly #end = () => this.stop(this.ends.ending.reason);
}

/** What both directions have in common: octets pass as they are. */
abstract class Way implements Direction, Receiver {
  readonly flow: Flow;
  readonly tunnel: Tunnel;
  readonly borrows = true;
  ended = false;

  constructor(tunnel: Tunnel) {
    this.tunnel = tunnel;
    this.flow = new Flow(this);
  }

  abstract readonly from: Connection;
  abstract pay(used: number): Promise<void> | undefined;
  abstract send(out: readonly Buffer[]): Promise<void> | undefined;
  abstract done(): void;
  abstract gone(): void;

  data(chunk: Buffer): void {
    this.flow.data(chunk);
  }

  end(): void {
    this.flow.end();
  }

  moved(used: number): Promise<void> | undefined {
    return this.tunnel.ends.meter.moved(used);
  }

  shape(chunk: Buffer): Shaped {
    return { out: [chunk], used: chunk.length, last: false };
  }

  finish(): Shaped {
    return NO_MORE;
  }

  fail(error: AtlanticError): void {
    this.tunnel.stop(error);
  }
}

class Up extends Way {
  get from(): Connection {
    return this.tunnel.ends.downstream;
  }

  pay(used: number): Promise<void> | undefined {
    return this.tunnel.ends.meter.payUp(used);
  }

  send(out: readonly Buffer[]): Promise<void> | undefined {
    return this.tunnel.ends.upstream.write(out);
  }

  done(): void {
    this.ended = true;
    this.tunnel.ends.upstream.halfClose();
    this.tunnel.ended();
  }

  gone(): void {
    this.tunnel.gone('client_closed');
  }
}

class Down extends Way {
  get from(): Connection {
    return this.tunnel.ends.upstream;
  }

  pay(): undefined {
    return undefined;
  }

  send(out: readonly Buffer[]): Promise<void> | undefined {
    return this.tunnel.ends.meter.send(out);
  }

  done(): void {
    this.ended = true;
    this.tunnel.ends.downstream.halfClose();
    this.tunnel.ended();
  }

  gone(): void {
    // After its FIN the target owes nothing; a reset then only ends what the client may still send.
    this.tunnel.gone(this.ended ? undefined : 'connection_terminated');
  }
}
