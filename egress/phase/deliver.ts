import { asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import { giveUp } from './attempts.ts';
import { type Asked, reach } from './reach.ts';
import type { RequestRecord } from './record.ts';

/**
 * Reaches the target and relays. Where the far side fails before the client has heard anything, and the request does the
 * same when it is sent twice, another exit is tried, within the limits of `reach`. A far side that was silent until the
 * deadline is not asked again: nobody waits that long twice. A kept connection that the far side was about to close
 * counts as no attempt. Resolves with whether the connection can carry another request.
 */
export async function deliver(
  gateway: Gateway,
  exchange: Pick<Exchange, 'meter' | 'protocol' | 'seat' | 'kept' | 'relay' | 'mayRepeat'>,
  asked: Asked,
  record: RequestRecord,
): Promise<boolean> {
  for (let now: Asked = { ...asked, kept: exchange.kept, mayReuse: exchange.mayRepeat() }; ; ) {
    const upstream = await reach(gateway, exchange, now, record);
    record.upstream = upstream;
    try {
      return await exchange.relay(upstream, exchange.seat.ending);
    } catch (thrown) {
      const error = asAtlanticError(thrown);
      const another = error.source === 'upstream' && error.retryable && error.code !== 'response_timeout';
      if (!another || !exchange.mayRepeat()) throw thrown;
      upstream.connection.destroy();
      if (upstream.reused && error.code === 'connection_terminated') record.lease?.release();
      else giveUp(record, error);
      now = { ...now, pool: record.pool ?? now.pool };
    }
  }
}
