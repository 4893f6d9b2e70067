/** One request as a listener hands it to `serve`: who asks, for what, how bytes move, and how to say no. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { GivenOption } from '@atlantic/contract/options/collect.ts';
import type { UsageProtocol } from '@atlantic/contract/plane.ts';
import type { Intent, Proof } from './intent.ts';
import type { Seat } from './overload/seat.ts';
import type { Judge } from './relay/judge.ts';
import type { Kept } from './relay/kept.ts';
import type { Meter } from './relay/meter.ts';
import type { ListenerTerms } from './terms.ts';
import type { Upstream } from './upstream/upstream.ts';

export interface Exchange {
  readonly protocol: UsageProtocol;
  /** The client's address. It is used to judge the request and goes to no log. */
  readonly client: string;
  /** Of the listener it came through. */
  readonly terms: ListenerTerms;
  /** Of its connection. */
  readonly seat: Seat;
  readonly meter: Meter;
  /** Where requests follow one another on a connection: what one leaves open for the next. */
  readonly kept?: Kept;
  /** What the client proves itself with; undefined when it offers nothing, or need not. Rejects when it cannot be read. */
  proof(): Promise<Proof | undefined>;
  /** What it wants, with what listener and credential have `preset`. Called once the proof has been accepted. */
  intent(preset: readonly GivenOption[]): Promise<Intent>;
  /**
   * Says yes and moves bytes until the exchange is over. Resolves with whether the connection can carry another; rejects
   * with what ended it. The `judge` looks at the answer of a plain request before the client hears of it.
   */
  relay(upstream: Upstream, ending: AbortSignal, judge?: Judge): Promise<boolean>;
  /**
   * Once the relay has failed: may the whole request be sent again, because it does the same when it is sent twice and the
   * client has heard nothing yet?
   */
  mayRepeat(): boolean;
  /**
   * Tells the client why not, as far as the wire still allows, and resolves with whether the connection can carry
   * another request. Never rejects.
   */
  refuse(error: AtlanticError): Promise<boolean>;
}
