/** How to reach a target through an endpoint: one function a kind, chosen by `phase/connect.ts`. */
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import type { Connection } from '../relay/connection.ts';
import type { ReadAnswer } from './proxy-signs.ts';

/** A connection that leads to the target. */
export interface Upstream {
  connection: Connection;
  /**
   * How a forwarded HTTP request is written on it: to the target itself, or in absolute form to a proxy that forwards
   * it, with what that proxy needs to know us and how its own answers are told from the target's.
   */
  http: { form: 'origin' } | { form: 'absolute'; headers: HeaderList; readAnswer: ReadAnswer };
  /** Takes the connection back once an answer has left it whole; absent: it is closed then. */
  keep?: () => void;
  /** It has carried a request before, so the far side may be about to close it: then nobody is at fault. */
  reused?: boolean;
}
