import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { type Exit, type Pool, reachOf } from '../view.ts';
import { chargeCredential } from './admit.ts';
import { type ConnectContext, connect } from './connect.ts';
import { lease } from './lease.ts';
import { misfit } from './route.ts';
import { sessionKey } from './session-exit.ts';
import type { RequestRecord } from './settle.ts';

type Asked = Omit<ConnectContext, 'lease'>;

/** Leases exits of one pool after another until one leads to the target. Throws the last exit's error. */
async function reachBy(gateway: Gateway, asked: Asked, record: RequestRecord): Promise<Upstream> {
  const { credential, intent, pool } = asked;
  const { session, lifetimeMinutes, strict } = intent.options;
  const key = session === undefined ? undefined : sessionKey(credential.id, session, lifetimeMinutes, gateway.time());
  const most = strict === true ? 1 : Math.min(LIMITS.attempts, pool.exits.length);
  const tried = new Set<Exit>();
  for (let failures = 0; ; ) {
    const leased = lease(pool, tried, key);
    record.lease = leased;
    try {
      return await connect(gateway, { ...asked, lease: leased });
    } catch (thrown) {
      leased.release();
      tried.add(leased.exit);
      const { code, retryable } = asAtlanticError(thrown);
      // An exit of the wrong address family was not used, so it takes no attempt from one of the right; its like are none.
      const unmatched = code === 'exit_family_unmatched' && strict !== true;
      if (unmatched) for (const exit of pool.exits) if (reachOf(exit) === reachOf(leased.exit)) tried.add(exit);
      if (!unmatched) failures += 1;
      if (failures >= most || tried.size >= pool.exits.length || !retryable) throw thrown;
    }
  }
}

/** The next pool of the chain that does what the options ask. A strict session has no other exit than its own. */
function nextPool({ pool, intent }: Asked, { retryable }: AtlanticError): Pool | undefined {
  if (!retryable || intent.options.strict === true) return undefined;
  let next = pool.fallback;
  while (next && misfit(next, intent)) next = next.fallback;
  return next;
}

/**
 * A connection to the target by the pool, or by the pools it falls back to, in their order. Nothing has been sent to
 * client or target before it is there, so each of them may serve the same request. Rejects with the last exit's error.
 */
export async function reach(
  gateway: Gateway,
  exchange: Pick<Exchange, 'meter' | 'protocol'>,
  asked: Asked,
  record: RequestRecord,
): Promise<Upstream> {
  for (let now = asked; ; ) {
    try {
      return await reachBy(gateway, now, record);
    } catch (thrown) {
      const pool = nextPool(now, asAtlanticError(thrown));
      if (!pool) throw thrown;
      now = { ...now, pool };
      record.pool = pool;
      chargeCredential(gateway, exchange, now.credential, pool);
    }
  }
}
