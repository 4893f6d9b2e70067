/** What every request of a worker shares. */
import type { Ban } from '@atlantic/contract/ban.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Budget } from '@atlantic/kernel/limit/budget.ts';
import type { FailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import type { Owners } from '@atlantic/kernel/limit/limiter.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Banned } from '@atlantic/kernel/pool/bans.ts';
import type { Outcome } from '@atlantic/kernel/pool/health.ts';
import type {
  SessionMove,
  SessionName,
  SessionOpening,
  SessionUse,
  SessionWord,
} from '@atlantic/kernel/pool/session-word.ts';
import type { Ledger } from '@atlantic/kernel/usage/ledger.ts';
import type { Overload } from './overload/overload.ts';
import type { Resolve } from './upstream/resolve.ts';
import type { Spares } from './upstream/spares.ts';
import type { TlsClient } from './upstream/tls-client.ts';
import type { View } from './view.ts';

/** What is left of a quota; null where there is none. */
export interface QuotaLeft {
  bytes: number | null;
  requests: number | null;
}

/** The right to be under way, held until it is left. */
export interface Pass {
  /** Makes room for another; a second time does nothing. */
  leave(): void;
}

/** Sessions as they are written down for all workers. */
export interface Sessions {
  /** What holds of a session; undefined where its exit is only computed. */
  find(name: SessionName): SessionWord | undefined;
  /** Begins a life of it, or gives it an exit in one more pool. Rejects with `gateway_overloaded` when no word comes. */
  open(opening: SessionOpening): Promise<SessionWord>;
  moved(move: SessionMove): void;
  used(use: Omit<SessionUse, 'requests'>): void;
  /** The number of a life that nobody has had. */
  newLife(): number;
}

export interface GatewayBans {
  /** The exits that may not be used for this host now; undefined when there are none. */
  against(host: string): Banned | undefined;
  /** In force here at once. Resolves when every worker obeys and it is on disk, or after a moment when that is not so. */
  raise(ban: Ban): Promise<void>;
}

export interface Gateway {
  /** The snapshot in force now. A request keeps the one it began with. */
  view(): View;
  ledger: Ledger;
  throttle: FailureThrottle;
  /** Whom there is room for. */
  overload: Overload;
  budget(credential: SnapshotCredential): Budget;
  /** Asks to be let in by the limits of rate and concurrency; rejects as `phase/enter.ts` says. */
  enter(owners: Owners): Promise<Pass>;
  quotaLeft(credential: SnapshotCredential): Promise<QuotaLeft>;
  /** What became of a lease on an endpoint of a pool, for its health. */
  outcome(pool: string, endpoint: string, outcome: Outcome): void;
  sessions: Sessions;
  bans: GatewayBans;
  resolve: Resolve;
  /** For proxies that speak TLS; it remembers their sessions. */
  tls: TlsClient;
  /** Connections to proxies that are held ready. */
  spares: Spares;
  /** Aborts when the worker begins to drain: every answer from then on is the last one of its connection. */
  draining: AbortSignal;
  /** Aborts when whoever is idle is to leave: at once where nobody else serves on, else at the drain deadline. */
  leaving: AbortSignal;
  /** Aborts, with an AtlanticError as its reason, when the drain deadline has passed: whoever is left is cut. */
  ending: AbortSignal;
  log: Logger;
  /** Milliseconds; only differences count. */
  now(): number;
  /** Milliseconds since 1970. */
  time(): number;
}
