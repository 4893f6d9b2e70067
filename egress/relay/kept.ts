/**
 * The connection to a target that an answer has left whole, kept for the client's next request by the same way. Each
 * client connection has its own, so no two clients ever share one, and what one was refused or told stays its own.
 */
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { LIMITS } from '../limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Exit } from '../view.ts';
import { type Connection, NOBODY } from './connection.ts';

/** Where a connection leads and for whom. A new snapshot has new exits and credentials, so nothing outlives its rules. */
export interface Way {
  readonly exit: Exit;
  readonly credential: SnapshotCredential;
  /** Number of the session; undefined without one. */
  readonly session: number | undefined;
  readonly host: string;
  readonly port: number;
}

const isSame = (one: Way, other: Way): boolean =>
  one.exit === other.exit &&
  one.credential === other.credential &&
  one.session === other.session &&
  one.host === other.host &&
  one.port === other.port;

export class Kept {
  #held: { readonly way: Way; readonly upstream: Upstream } | undefined;

  /** Keeps the upstream, whose last exchange is over, for so long (`LIMITS.keptMs`), in place of what was kept before. */
  put(way: Way, upstream: Upstream): void {
    this.drop();
    const held = { way, upstream };
    this.#held = held;
    const over = () => {
      if (this.#held === held) this.drop();
    };
    const { connection } = upstream;
    // What comes now answers nothing: whoever sends it is not to be trusted with a request (RFC 9112 §9.3).
    connection.receive({ data: over, end: over, gone: over });
    connection.onIdle(LIMITS.keptMs, over);
    connection.resume();
  }

  /** The upstream by this way, if it is still there; one by another way is closed. */
  take(way: Way): Upstream | undefined {
    const held = this.#held;
    if (!held) return undefined;
    if (!isSame(held.way, way)) {
      this.drop();
      return undefined;
    }
    this.#held = undefined;
    const { connection } = held.upstream;
    connection.pause();
    connection.receive(NOBODY);
    connection.onIdle(0);
    return connection.gone ? undefined : held.upstream;
  }

  holds(connection: Connection): boolean {
    return this.#held?.upstream.connection === connection;
  }

  /** Closes what is kept. */
  drop(): void {
    this.#held?.upstream.connection.destroy();
    this.#held = undefined;
  }
}
