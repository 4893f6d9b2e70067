/**
 * One direction of an exchange: what arrives on one connection is shaped, paid for and sent on by the other, at the
 * pace of the slower. At most one chunk is under way, so memory does not grow with the difference in speed.
 */
import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Connection } from './connection.ts';

/** What becomes of a chunk. */
export interface Shaped {
  /** The octets to send on. */
  readonly out: readonly Buffer[];
  /** How many octets of the chunk belonged to this direction's message. */
  readonly used: number;
  /** Nothing comes after these. */
  readonly last: boolean;
}

/** What a flow asks of the exchange it is part of. */
export interface Direction {
  readonly from: Connection;
  /** May throw an AtlanticError. */
  shape(chunk: Buffer): Shaped;
  /** The sender has closed: what is still to be sent. May throw when it closed too early. */
  finish(): Shaped;
  /** Pays for what was used. Undefined when done at once; may reject with an AtlanticError. */
  pay(used: number): Promise<void> | undefined;
  /** Undefined when the kernel took all at once; may reject with an AtlanticError. */
  send(out: readonly Buffer[]): Promise<void> | undefined;
  /** So many octets have gone on. Undefined when more may follow at once; otherwise resolves when they may. */
  moved(used: number): Promise<void> | undefined;
  /** Everything was sent and taken. */
  done(): void;
  fail(error: AtlanticError): void;
}

export class Flow {
  readonly #direction: Direction;
  #stopped = false;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  data(chunk: Buffer): void {
    if (this.#stopped) return;
    try {
      this.#pay(this.#direction.shape(chunk));
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    if (this.#stopped) return;
    try {
      this.#pay(this.#direction.finish());
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Nothing more is moved or reported. */
  stop(): void {
    this.#stopped = true;
  }

  #pay(shaped: Shaped): void {
    if (shaped.last) this.#direction.from.pause();
    const wait = this.#direction.pay(shaped.used);
    if (wait) this.#after(wait, () => this.#send(shaped));
    else this.#send(shaped);
  }

  #send(shaped: Shaped): void {
    const wait = this.#direction.send(shaped.out);
    if (wait) this.#after(wait, () => this.#sent(shaped));
    else this.#sent(shaped);
  }

  #sent({ used, last }: Shaped): void {
    if (!last) {
      const wait = this.#direction.moved(used);
      if (wait) this.#after(wait, () => this.#direction.from.resume());
      else this.#direction.from.resume();
      return;
    }
    this.#stopped = true;
    this.#direction.done();
  }

  /** Goes on with `next` when `wait` is over. */
  #after(wait: Promise<void>, next: () => void): void {
    this.#direction.from.pause();
    wait
      .then(() => {
        if (!this.#stopped) next();
      })
      .catch((error) => this.#fail(error));
  }

  #fail(thrown: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#direction.from.pause();
    this.#direction.fail(asAtlanticError(thrown));
  }
}
