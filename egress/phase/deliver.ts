import { asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import type { Rules } from '../rule/rules.ts';
import type { Pool } from '../view.ts';
import { chargeCredential } from './admit.ts';
import { giveUp } from './attempts.ts';
import { type Asked, reach } from './reach.ts';
import type { RequestRecord } from './record.ts';
import { judgeBy } from './rule.ts';

/**
 * Reaches the target and relays. Where the far side fails before the client has heard anything, and the request does the
 * same when it is sent twice, another exit is tried, within the limits of `reach`; so it is where a rule of the
 * route does not like the answer. A far side that was silent until the
 * deadline is not asked again: nobody waits that long twice. A kept connection that the far side was about to close
 * counts as no attempt. Resolves with whether the connection can carry another request.
 */
export async function deliver(
  gateway: Gateway,
  exchange: Pick<Exchange, 'meter' | 'protocol' | 'seat' | 'kept' | 'relay' | 'mayRepeat'>,
  asked: Asked,
  record: RequestRecord,
  rules?: Rules<Pool>,
): Promise<boolean> {
  for (let now: Asked = { ...asked, kept: exchange.kept, mayReuse: exchange.mayRepeat() }; ; ) {
    const upstream = await reach(gateway, exchange, now, record);
    record.upstream = upstream;
    try {
      const judge =
        rules && now.intent.protocol === 'http' ? judgeBy(rules, { gateway, exchange, asked: now, record }) : undefined;
      return await exchange.relay(upstream, exchange.seat.ending, judge);
    } catch (thrown) {
      const error = asAtlanticError(thrown);
      const another = error.source === 'upstream' && error.retryable && error.code !== 'response_timeout';
      if (!another || !exchange.mayRepeat()) throw thrown;
      upstream.connection.destroy();
      if (upstream.reused && error.code === 'connection_terminated') record.lease?.release();
      else giveUp(record, error);
      const pool = (error.code === 'answer_rejected' ? record.sentTo : record.pool) ?? now.pool;
      if (pool !== record.pool) chargeCredential(gateway, exchange, now.credential, pool);
      record.pool = pool;
      now = { ...now, pool };
    }
  }
}
