import { type AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import { amongOf } from '../places.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { type Pool, reachOf } from '../view.ts';
import { chargeCredential } from './admit.ts';
import { attemptsOn, giveUp } from './attempts.ts';
import { type ConnectContext, connect } from './connect.ts';
import { connectHedged } from './hedge.ts';
import { type Lease, type LeaseAsk, lease } from './lease.ts';
import type { RequestRecord } from './record.ts';
import { banReported, hasReport } from './report.ts';
import { misfit } from './route.ts';
import { type HeldSession, openSession, sessionServed } from './session.ts';

export type Asked = Omit<ConnectContext, 'lease' | 'session'>;

function leaseAsk({ credential, intent }: Asked, session: HeldSession | undefined): Omit<LeaseAsk, 'tried'> {
  const { strict = false } = intent.options;
  return {
    place: intent.options,
    session: session?.key,
    exit: session?.exit,
    address: session?.address,
    strict,
    credential: credential.id,
    target: intent.target,
  };
}

/**
 * Leases exits of one pool after another until one leads to the target, as often as the pool's policy and its retry
 * budget allow. Throws the last exit's error.
 */
async function reachBy(gateway: Gateway, asked: Asked, record: RequestRecord): Promise<Upstream> {
  const { exits, standing } = asked.pool;
  const attempts = attemptsOn(asked.pool, record);
  const { tried } = attempts;
  const session = await openSession(gateway, asked, record, attempts);
  const ask: Omit<LeaseAsk, 'tried'> & { reported?: boolean } = leaseAsk(asked, session);
  const most = ask.strict ? 1 : standing.policy.retry.attempts;
  let endRetry = () => {};
  /** When the others are out of use, what the last one said is still the better answer. */
  const next = (): Lease => {
    try {
      return lease(gateway, asked.pool, { ...ask, tried });
    } catch (none) {
      throw attempts.last ?? none;
    }
  };
  /** Begins one more attempt after a failure, or throws what that said. */
  const retry = () => {
    endRetry();
    endRetry = () => {};
    const active = standing.leases + 1;
    if (
      attempts.failures >= most ||
      tried.size >= amongOf(asked.pool, asked.intent.options).length ||
      !standing.retries.may(active)
    )
      throw attempts.last;
    endRetry = standing.retries.took(active);
  };
  try {
    for (;;) {
      if (attempts.failures > 0) retry();
      const leased = next();
      record.lease = leased;
      if (hasReport(asked, record)) {
        ask.reported = await banReported(gateway, asked, leased, record);
        leased.release();
        continue;
      }
      try {
        // A session has one exit as long as that is there, however slow it is.
        if (standing.hedging && !session)
          return await connectHedged(gateway, asked, record, leased, (beside) =>
            lease(gateway, asked.pool, { ...ask, tried: new Set([...tried, beside]) }),
          );
        const upstream = await connect(gateway, { ...asked, lease: leased, session });
        if (session) sessionServed(gateway, session, leased, attempts.detour);
        return upstream;
      } catch (thrown) {
        const error = asAtlanticError(thrown);
        const failed = record.lease;
        // An exit of the wrong address family was not used, so it takes no attempt from one of the right; its like are none.
        if (error.code === 'exit_family_unmatched' && !ask.strict) {
          failed.release();
          attempts.last = error;
          attempts.detour = true;
          for (const exit of exits) if (reachOf(exit) === reachOf(failed.exit)) tried.add(exit.candidate);
          continue;
        }
        giveUp(record, error);
        if (!error.retryable) throw error;
      }
    }
  } finally {
    endRetry();
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
