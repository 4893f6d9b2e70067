/**
 * The life of a request, on one page: (turn away) or authenticate -> route -> permit -> sit -> enter -> admit -> deliver
 * (reach (lease -> connect) -> relay) -> settle.
 *
 * Every listener ends here, and every request leaves through `settle` exactly once, whatever happened to it. The loops
 * of `reach` ask only whether the error may be retried: nothing has been sent to client or target by then, so another
 * exit may serve the same request. `deliver` asks besides whether the request may be sent twice.
 * docs/life-of-a-request.md tells the same story in prose.
 */
import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import { admit, chargeNobody } from './phase/admit.ts';
import { authenticate } from './phase/authenticate.ts';
import { deliver } from './phase/deliver.ts';
import { enter } from './phase/enter.ts';
import { permit } from './phase/permit.ts';
import type { RequestRecord } from './phase/record.ts';
import { route } from './phase/route.ts';
import { settle } from './phase/settle.ts';
import { turnAway } from './phase/turn-away.ts';
import { accountOf, presetOf } from './view.ts';

/** Serves one request. Resolves with whether its connection can carry another; rejects only without a ledger to write. */
export async function serve(gateway: Gateway, exchange: Exchange): Promise<boolean> {
  const record: RequestRecord = { startedAt: gateway.now(), admitted: false };
  const view = gateway.view();
  let error: AtlanticError | undefined;
  let keepAlive = false;
  try {
    const proof = await exchange.proof();
    if (exchange.seat.refusal) await turnAway(exchange, exchange.seat.refusal);
    const credential = authenticate(view, gateway.throttle, exchange, proof);
    record.credential = credential;
    const intent = await exchange.intent([...exchange.terms.options, ...presetOf(view, credential)]);
    const { pool, rules } = route(view, intent, credential, exchange.terms.pool);
    record.pool = pool;
    const account = accountOf(view, credential);
    permit(account, intent);
    await exchange.seat.serveAs(account);
    record.pass = await enter(gateway, credential, account);
    await admit(gateway, exchange, credential, pool);
    record.admitted = true;
    keepAlive = await deliver(gateway, exchange, { account, credential, intent, pool }, record, rules);
  } catch (thrown) {
    error = asAtlanticError(thrown);
    chargeNobody(gateway, exchange.meter, exchange.protocol, record.credential?.id ?? '');
    keepAlive = await exchange.refuse(error);
  } finally {
    settle(gateway, exchange, record, error);
  }
  return keepAlive;
}
