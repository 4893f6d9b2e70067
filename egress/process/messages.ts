/** What the primary and its workers say to each other. The channel is reliable and ordered while both live. */
import type { Ban } from '@atlantic/contract/ban.ts';
import type { OverloadReport } from '@atlantic/contract/overload.ts';
import type { WorkerFigures } from '@atlantic/contract/plane.ts';
import type { LogLevel } from '@atlantic/contract/process.ts';
import type { LeaseAsk, LeaseReply } from '@atlantic/kernel/limit/budget.ts';
import type { Entry, Owners } from '@atlantic/kernel/limit/limiter.ts';
import type { Quantity } from '@atlantic/kernel/limit/quantity.ts';
import type { RoomKind } from '@atlantic/kernel/overload/room-book.ts';
import type { BanChange } from '@atlantic/kernel/pool/bans.ts';
import type { Outcome } from '@atlantic/kernel/pool/health.ts';
import type {
  SessionMove,
  SessionName,
  SessionOpening,
  SessionUse,
  SessionWord,
} from '@atlantic/kernel/pool/session-word.ts';
import type { PoolWord } from '@atlantic/kernel/pool/standings.ts';
import type { QuotaLeft } from '../gateway.ts';
import type { ListenerOptions } from '../listener/listener.ts';

/** Its port is never 0: the primary has chosen by then. */
export type BoundListener = ListenerOptions;

/** A listener that could not be opened, and the system's code for why. */
export interface ListenerFailure {
  listener: string;
  error: string;
}

/** How one worker bears its load; what it turned away since it began. */
export type WorkerStrain = OverloadReport;

/** One of the ceilings that hold for all workers; the key is an address, an account's id, or empty. */
interface RoomOf {
  room: RoomKind;
  key: string;
}

export interface EndpointOutcome {
  pool: string;
  endpoint: string;
  outcome: Outcome;
}

export type ToWorker =
  | {
      kind: 'start';
      ledgerFile: string;
      snapshotFile: string;
      listeners: readonly BoundListener[];
      logLevel: LogLevel;
      health: readonly PoolWord[];
      bans: readonly Ban[];
    }
  /** The snapshot on disk has changed, and perhaps the listeners with it. */
  | { kind: 'snapshot'; id: number; listeners: readonly BoundListener[] }
  /** How the endpoints of a pool stand. */
  | { kind: 'health'; word: PoolWord }
  | { kind: 'lease'; id: number; reply: LeaseReply }
  /** Null when control cannot be asked. */
  | { kind: 'quota'; id: number; left: QuotaLeft | null }
  | { kind: 'entry'; id: number; entry: Entry }
  /** What holds of these sessions from now on; those that are `gone` are forgotten. With an `id`, answered by `sessions-known`. */
  | { kind: 'sessions'; words: readonly SessionWord[]; gone: readonly SessionName[]; id?: number }
  /** The word of the session that was opened has been told before. */
  | { kind: 'session-opened'; id: number }
  | { kind: 'recall'; id: number; credential: string }
  /** Room for so many more; 0: there is none. */
  | ({ kind: 'room'; id: number; count: number } & RoomOf)
  /** Answered by `adopted`, like a snapshot. */
  | { kind: 'log-level'; id: number; level: LogLevel }
  /** Answered by `adopted`, like a snapshot. */
  | { kind: 'bans'; id: number; change: BanChange }
  /** A ban that was raised is on disk and in force in every worker, or the primary could not bring that about. */
  | { kind: 'banned'; id: number }
  /** Open exchanges may go on for so long; so may idle connections where `others` serve on, for their next request. */
  | { kind: 'drain'; withinMs: number; others: boolean };

export type ToPrimary =
  /** Every listener accepts. */
  | { kind: 'serving' }
  | { kind: 'figures'; figures: WorkerFigures; strain: WorkerStrain }
  /** Asks for room for more connections. */
  | ({ kind: 'room'; id: number } & RoomOf)
  /** Room that it does not need any more. */
  | ({ kind: 'room-back'; count: number } & RoomOf)
  /** What became of leases, in their order. */
  | { kind: 'outcomes'; outcomes: readonly EndpointOutcome[] }
  /** It serves from the snapshot on disk, logs as it was told, or obeys bans. */
  | { kind: 'adopted'; id: number; failed: readonly ListenerFailure[] }
  | { kind: 'failed'; failed: readonly ListenerFailure[] }
  | { kind: 'lease'; id: number; ask: LeaseAsk }
  /** A request asks to be let in by the limits of rate and concurrency. */
  | { kind: 'enter'; id: number; owners: Owners }
  /** One that was let in is over. */
  | { kind: 'leave'; owners: Owners }
  /** A session begins a life, or uses a pool for the first time in it. Answered by `session-opened`. */
  | { kind: 'session-open'; id: number; opening: SessionOpening }
  | { kind: 'session-moved'; move: SessionMove }
  | { kind: 'sessions-used'; uses: readonly SessionUse[] }
  | { kind: 'sessions-known'; id: number }
  /** A client or a rule has banned an exit; the worker that says so obeys already. */
  | { kind: 'ban'; id: number; ban: Ban }
  /** What is left of a credential's quota. */
  | { kind: 'quota'; id: number; credential: string }
  | { kind: 'returned'; id: number; credential: string; amount: Quantity };
