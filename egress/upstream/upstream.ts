/** How to reach a target through an endpoint: one function a kind, chosen by `phase/connect.ts`. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import type { Connection } from '../relay/connection.ts';

/** Who we are to a proxy. Without a user name nothing is sent. */
export interface Login {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** What a proxy's own answer means; undefined where it is the target's, or says no more than its status. */
export type ReadRefusal = (head: ResponseHead) => AtlanticError | undefined;

/** A connection that leads to the target. */
export interface Upstream {
  connection: Connection;
  /**
   * How a forwarded HTTP request is written on it: to the target itself, or in absolute form to a proxy that forwards
   * it, with what that proxy needs to know us; `refusal` then tells its own answers from the target's.
   */
  http: { form: 'origin' } | { form: 'absolute'; headers: HeaderList; refusal?: ReadRefusal };
}
