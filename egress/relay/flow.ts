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

export interface FlowOptions {
  readonly from: Connection;
  /** May throw an AtlanticError. */
  shape(chunk: Buffer): Shaped;
  /** The sender has closed: what is still to be sent. May throw when it closed too early. */
  finish(): Shaped;
  /** Pays for what was used. Undefined when done at once; may reject with an AtlanticError. */
  pay(used: number): Promise<void> | undefined;
  /** Undefined when the kernel took all at once; may reject with an AtlanticError. */
  send(out: readonly Buffer[]): Promise<void> | undefined;
  /** Everything was sent and taken. */
  done(): void;
  fail(error: AtlanticError): void;
}

export interface Flow {
  data(chunk: Buffer): void;
  end(): void;
  /** Nothing more is moved or reported. */
  stop(): void;
}

export function createFlow(options: FlowOptions): Flow {
  const { from } = options;
  let stopped = false;

  const fail = (thrown: unknown) => {
    if (stopped) return;
    stopped = true;
    from.pause();
    options.fail(asAtlanticError(thrown));
  };

  /** Goes on with `next` now, or when `wait` is over. */
  const after = (wait: Promise<void> | undefined, next: () => void) => {
    if (!wait) return next();
    from.pause();
    wait
      .then(() => {
        if (!stopped) next();
      })
      .catch(fail);
  };

  const pass = (shape: () => Shaped) => {
    if (stopped) return;
    try {
      const { out, used, last } = shape();
      if (last) from.pause();
      after(options.pay(used), () =>
        after(options.send(out), () => {
          if (!last) return from.resume();
          stopped = true;
          options.done();
        }),
      );
    } catch (error) {
      fail(error);
    }
  };

  return {
    data: (chunk) => pass(() => options.shape(chunk)),
    end: () => pass(() => options.finish()),
    stop() {
      stopped = true;
    },
  };
}
