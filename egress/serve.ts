/**
 * The life of a request, on one page: authenticate -> route -> permit -> admit -> lease -> connect -> relay -> settle.
 *
 * Every listener ends here, and every request leaves through `settle` exactly once, whatever happened to it. The loop
 * around lease and connect asks only whether the error may be retried: nothing has been sent to client or target by
 * then, so another exit may serve the same request. docs/life-of-a-request.md tells the same story in prose.
 */
import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import type { Intent } from './intent.ts';
import { LIMITS } from './limits.ts';
import { admit, chargeNobody } from './phase/admit.ts';
import { authenticate } from './phase/authenticate.ts';
import { connect } from './phase/connect.ts';
import { lease } from './phase/lease.ts';
import { permit } from './phase/permit.ts';
import { route } from './phase/route.ts';
import { sessionKey } from './phase/session-exit.ts';
import { type RequestRecord, settle } from './phase/settle.ts';
import type { Upstream } from './upstream/upstream.ts';
import type { Exit, Pool, View } from './view.ts';

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
    permit(view, intent);
    await admit(gateway, exchange, credential, pool);
    record.admitted = true;
    const upstream = await reach(gateway, { view, credential, intent, pool }, record);
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
async function reach(
  gateway: Gateway,
  asked: { view: View; credential: SnapshotCredential; intent: Intent; pool: Pool },
  record: RequestRecord,
): Promise<Upstream> {
  const { credential, intent, pool } = asked;
  const { session, lifetimeMinutes, strict } = intent.options;
  const key = session === undefined ? undefined : sessionKey(credential.id, session, lifetimeMinutes, gateway.time());
  const most = strict === true ? 1 : Math.min(LIMITS.attempts, pool.exits.length);
  const tried = new Set<Exit>();
  for (;;) {
    const leased = lease(pool, tried, key);
    record.lease = leased;
    try {
      return await connect(gateway, { ...asked, lease: leased });
    } catch (thrown) {
      leased.release();
      tried.add(leased.exit);
      if (tried.size >= most || !asAtlanticError(thrown).retryable) throw thrown;
    }
  }
}
