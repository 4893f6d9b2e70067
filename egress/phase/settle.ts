import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { faultFields } from '@atlantic/kernel/observe/log.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway, Pass } from '../gateway.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Pool } from '../view.ts';
import type { Attempts } from './attempts.ts';
import type { Lease } from './lease.ts';

export type Outcome = 'ok' | 'refused' | 'failed' | 'abandoned';

/** What is known of a request when it is over. */
export interface RequestRecord {
  readonly startedAt: number;
  credential?: SnapshotCredential;
  pool?: Pool;
  /** Its right to be under way. */
  pass?: Pass;
  lease?: Lease;
  /** On the pool it is at now. */
  attempts?: Attempts;
  upstream?: Upstream;
  /** Whether it was taken from the quota. */
  admitted: boolean;
}

/** How a request ended, by whose doing. */
export function outcomeOf(error: AtlanticError | undefined, admitted: boolean): Outcome {
  if (!error) return 'ok';
  if (error.code === 'client_closed' || error.code === 'client_timeout') return admitted ? 'abandoned' : 'refused';
  return error.source === 'downstream' || !admitted ? 'refused' : 'failed';
}

/** The one exit of every request, called exactly once: lease, pass and upstream back, ledger, access record. */
export function settle(
  gateway: Gateway,
  { meter, protocol }: Exchange,
  record: RequestRecord,
  error: AtlanticError | undefined,
): void {
  const { credential, pool, admitted } = record;
  const outcome = outcomeOf(error, admitted);
  // First, so that a full disk costs no exit and no socket.
  if (error) record.lease?.failed(error.code);
  record.lease?.release();
  record.pass?.leave();
  record.upstream?.connection.destroy();
  meter.close();
  const slot = gateway.ledger.slot({
    credential: credential?.id ?? '',
    pool: admitted ? (pool?.name ?? '') : '',
    protocol,
    country: '',
  });
  slot.add(outcome, 1);
  slot.commit();
  gateway.log.debug('request', {
    outcome,
    code: error?.code,
    protocol,
    credential: credential?.id,
    pool: pool?.name,
    bytesUp: meter.bytesUp,
    bytesDown: meter.bytesDown,
    milliseconds: Math.round(gateway.now() - record.startedAt),
  });
  if (error?.code === 'internal_error') gateway.log.error('a request met a mistake of ours', faultFields(error.cause));
}
