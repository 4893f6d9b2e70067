/**
 * The life of a request, on one page: authenticate -> route -> permit -> enter -> admit -> lease -> connect -> relay -> settle.
 *
 * Every listener ends here, and every request leaves through `settle` exactly once, whatever happened to it. The loop
 * around lease and connect asks only whether the error may be retried: nothing has been sent to client or target by
 * then, so another exit may serve the same request. docs/life-of-a-request.md tells the same story in prose.
 */
import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import { LIMITS } from './limits.ts';
import { admit, chargeNobody } from './phase/admit.ts';
import { authenticate } from './phase/authenticate.ts';
import { type ConnectContext, connect } from './phase/connect.ts';
import { enter } from './phase/enter.ts';
import { lease } from './phase/lease.ts';
import { permit } from './phase/permit.ts';
import { route } from './phase/route.ts';
import { sessionKey } from './phase/session-exit.ts';
import { type RequestRecord, settle } from './phase/settle.ts';
import type { Upstream } from './upstream/upstream.ts';
import { accountOf, type Exit, reachOf } from './view.ts';

/** Serves one request. Resolves with whether its connection can carry another; rejects only without a ledger to write. */
export async function serve(gateway: Gateway, exchange: Exchange): Promise<boolean> {
  const record: RequestRecord = { startedAt: gateway.now(), admitted: false };
  const view = gateway.view();
  let error: AtlanticError | undefined;
  let keepAlive = false;
  try {
    const credential = authenticate(view, gateway.throttle, exchange, await exchange.proof());
    record.credential = credential;
    const intent = await exchange.intent();
    const pool = route(view, intent, credential, exchange.terms.pool);
    record.pool = pool;
    const account = accountOf(view, credential);
    permit(account, intent);
    record.pass = await enter(gateway, credential, account);
    await admit(gateway, exchange, credential, pool);
    record.admitted = true;
    const upstream = await reach(gateway, { account, credential, intent, pool }, record);
    record.upstream = upstream;
    keepAlive = await exchange.relay(upstream, gateway.ending);
  } catch (thrown) {
    error = asAtlanticError(thrown);
    chargeNobody(gateway, exchange.meter, exchange.protocol, record.credential?.id ?? '');
    keepAlive = await exchange.refuse(error);
  } finally {
    settle(gateway, exchange, record, error);
  }
  return keepAlive;
}

/**
 * Leases exits one after another until one leads to the target. Throws the last exit's error. A strict session has one
 * exit and no other.
 */
async function reach(gateway: Gateway, asked: Omit<ConnectContext, 'lease'>, record: RequestRecord): Promise<Upstream> {
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
