/** What every reader of a body has in common, however the body is framed. */
import type { HeaderList } from './http-header.ts';
import type { WireError } from './wire-error.ts';

export interface BodyEnd {
  /** What followed the body. */
  readonly rest: Buffer;
  /** Those that may be passed on. */
  readonly trailers: HeaderList;
}

export interface BodyStep {
  /** Content, without framing; views of the pushed chunk, none empty. */
  readonly data: Buffer[];
  /** The body is complete. */
  readonly end?: BodyEnd;
  /** The body is broken; data before the break is still in `data`. */
  readonly error?: WireError;
}

export interface BodyReader {
  /**
   * Push the head's `rest` first, even when it is empty: that is how a message without content ends at once. After `end`
   * everything pushed comes back as `rest`; after `error` the error is repeated.
   */
  push(chunk: Buffer): BodyStep;
  /**
   * The sender closed its side. Ends a body framed by closing; every other one that is not complete is an error:
   * `response_incomplete` or, of a request, `client_closed`.
   */
  finish(): BodyStep;
}
