/** What the primary and its workers say to each other. The channel is reliable and ordered while both live. */
import type { LeaseAsk, LeaseReply } from '@atlantic/kernel/limit/budget.ts';
import type { Quantity } from '@atlantic/kernel/limit/quantity.ts';
import type { QuotaLeft } from '../gateway.ts';
import type { ListenerOptions } from '../listener/listener.ts';

/** Its port is never 0: the primary has chosen by then. */
export type BoundListener = ListenerOptions;

export type ToWorker =
  | { kind: 'start'; ledgerFile: string; snapshotFile: string; listeners: readonly BoundListener[] }
  /** The snapshot on disk has changed. */
  | { kind: 'snapshot'; id: number }
  | { kind: 'lease'; id: number; reply: LeaseReply }
  /** Null when control cannot be asked. */
  | { kind: 'quota'; id: number; left: QuotaLeft | null }
  | { kind: 'recall'; id: number; credential: string }
  | { kind: 'drain' };

export type ToPrimary =
  /** Every listener accepts. */
  | { kind: 'serving' }
  /** It serves from the snapshot on disk. */
  | { kind: 'adopted'; id: number }
  | { kind: 'failed'; listener: string; error: string }
  | { kind: 'lease'; id: number; ask: LeaseAsk }
  /** What is left of a credential's quota. */
  | { kind: 'quota'; id: number; credential: string }
  | { kind: 'returned'; id: number; credential: string; amount: Quantity };
