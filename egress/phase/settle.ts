import type { AtlanticError } from '@atlantic/contract/errors.ts';
import { faultFields } from '@atlantic/kernel/observe/log.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import type { RequestRecord } from './record.ts';

export type Outcome = 'ok' | 'refused' | 'failed' | 'abandoned';

/** How a request ended, by whose doing. */
export function outcomeOf(error: AtlanticError | undefined, admitted: boolean): Outcome {
  if (!error) return 'ok';
  if (error.code === 'client_closed' || error.code === 'client_timeout') return admitted ? 'abandoned' : 'refused';
  return error.source === 'downstream' || !admitted ? 'refused' : 'failed';
}

/** The one exit of every request, called exactly once: lease, pass and upstream back, ledger, access record. */
export function settle(
  gateway: Gateway,
  { meter, protocol, kept }: Exchange,
  record: RequestRecord,
  error: AtlanticError | undefined,
): void {
  const { credential, pool, admitted } = record;
  const outcome = outcomeOf(error, admitted);
  // First, so that a full disk costs no exit and no socket.
  if (error) record.lease?.failed(error.code);
  record.lease?.release();
  record.pass?.leave();
  if (record.upstream && !kept?.holds(record.upstream.connection)) record.upstream.connection.destroy();
  const counted = meter.close();
  const slot = gateway.ledger.slot({
    credential: credential?.id ?? '',
    pool: admitted ? (pool?.name ?? '') : '',
    protocol,
    country: '',
  });
  slot.add(outcome, 1);
  slot.commit();
  if (counted !== slot) counted?.commit();
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
