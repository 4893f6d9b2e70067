import { asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import type { Gateway } from '../gateway.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { View } from '../view.ts';
import { giveUp } from './attempts.ts';
import { type ConnectContext, connect } from './connect.ts';
import type { Lease } from './lease.ts';
import type { RequestRecord } from './record.ts';

interface Attempt {
  readonly lease: Lease;
  readonly upstream: Promise<Upstream>;
}

/** Has it neither succeeded nor failed after so long? */
function outlasts(attempt: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), milliseconds);
    const settled = () => {
      clearTimeout(timer);
      resolve(false);
    };
    attempt.then(settled, settled);
  });
}

/**
 * What comes too late goes on until it has shown what its exit can do: given up, a dead endpoint could not be told from a
 * slow one, and would never be found out. Nothing is sent on it.
 */
const comesTooLate = ({ lease, upstream }: Attempt): Promise<void> =>
  upstream
    .then(
      ({ connection }) => connection.destroy(),
      (thrown) => lease.failed(asAtlanticError(thrown).code),
    )
    .finally(lease.release);

/** The one of both that connects first; `record.lease` is its lease, or of what failed last. Rejects with what that said. */
function first(one: Attempt, other: Attempt, record: RequestRecord): Promise<Upstream> {
  return new Promise((resolve, reject) => {
    let decided = false;
    let alone = false;
    const decide = (attempt: Attempt, rival: Attempt, settle: () => void) => {
      decided = true;
      record.lease = attempt.lease;
      settle();
      if (!alone) void comesTooLate(rival);
    };
    const watch = (attempt: Attempt, rival: Attempt) => {
      attempt.upstream.then(
        (upstream) => {
          if (!decided) decide(attempt, rival, () => resolve(upstream));
        },
        (thrown) => {
          if (decided) return;
          const error = asAtlanticError(thrown);
          if (alone || !error.retryable) return decide(attempt, rival, () => reject(error));
          alone = true;
          record.lease = attempt.lease;
          giveUp(record, error);
          record.lease = rival.lease;
        },
      );
    };
    watch(one, other);
    watch(other, one);
  });
}

/**
 * Connects by `leased`; when that takes longer than nearly all tunnels of the pool took lately, by a second exit beside
 * it, which `another` leases. The first that leads to the target serves. Nothing has been sent to the target by then: a
 * tunnel may be asked for twice, and of a request that is forwarded only the connection to the proxy is hedged. What a
 * second exit takes is within the pool's retries.
 */
export async function connectHedged(
  gateway: Gateway,
  sessionless: Omit<ConnectContext, 'lease' | 'session'>,
  record: RequestRecord,
  leased: Lease,
  another: (beside: Candidate) => Lease,
): Promise<Upstream> {
  const asked = { ...sessionless, session: undefined };
  const { hedging, retries, leases } = asked.pool.standing;
  const upstream = connect(gateway, { ...asked, lease: leased });
  const delay = hedging?.delay();
  if (!hedging || delay === undefined || !(await outlasts(upstream, delay))) return upstream;
  if (!hedging.budget.may(leases) || !retries.may(leases)) return upstream;
  let second: Lease;
  try {
    second = another(leased.exit.candidate);
  } catch {
    // There is no other exit that is fit.
    return upstream;
  }
  const ends = [hedging.budget.took(leases), retries.took(leases)];
  const attempts = [
    { lease: leased, upstream },
    { lease: second, upstream: connect(gateway, { ...asked, lease: second }) },
  ] as const;
  hedging.begun += 1;
  void Promise.allSettled(attempts.map((attempt) => attempt.upstream)).then(() => {
    for (const end of ends) end();
  });
  const served = await first(...attempts, record);
  if (record.lease === second) hedging.won += 1;
  return served;
}

/** What came of hedging in all pools of a view. */
export function hedgeFigures({ pools }: View): { hedgesBegun: number; hedgesWon: number } {
  let [hedgesBegun, hedgesWon] = [0, 0];
  for (const { standing } of pools.values()) {
    hedgesBegun += standing.hedging?.begun ?? 0;
    hedgesWon += standing.hedging?.won ?? 0;
  }
  return { hedgesBegun, hedgesWon };
}
