/** The budgets of a worker, one a credential, fed by leases from the primary. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { type Budget, createBudget, type LeaseAsk, type LeaseReply } from '@atlantic/kernel/limit/budget.ts';
import { NOTHING, type Quantity } from '@atlantic/kernel/limit/quantity.ts';
import type { QuotaLeft } from '../gateway.ts';
import type { ToPrimary } from './messages.ts';
import { createQuestions } from './questions.ts';

/** Longer than the primary needs to ask control, to recall from other workers and to wait for other planes. */
const ANSWER_DEADLINE_MS = 15_000;

export interface Budgets {
  of(credential: SnapshotCredential): Budget;
  left(credential: SnapshotCredential): Promise<QuotaLeft>;
  /** Follows the limits of a new snapshot. */
  update(credentials: Iterable<SnapshotCredential>): void;
  surrender(credential: string): Quantity;
  onLease(id: number, reply: LeaseReply): void;
  /** Null when the primary does not know. */
  onQuota(id: number, left: QuotaLeft | null): void;
  /** The primary is gone: nothing can be asked any more. */
  close(): void;
}

export function createBudgets(send: (message: ToPrimary) => void, now: () => number): Budgets {
  const budgets = new Map<string, Budget>();
  const leases = createQuestions<LeaseReply>(ANSWER_DEADLINE_MS);
  const quotas = createQuestions<QuotaLeft | null>(ANSWER_DEADLINE_MS);

  const ask = (wanted: LeaseAsk): Promise<LeaseReply> =>
    leases
      .ask((id) => send({ kind: 'lease', id, ask: wanted }))
      .catch(() => ({ era: wanted.era, add: NOTHING, state: 'unavailable' as const }));

  const of = ({ id, limited }: SnapshotCredential): Budget => {
    const known = budgets.get(id);
    if (known) return known;
    const budget = createBudget({ credential: id, limits: limited, ask, now });
    budgets.set(id, budget);
    return budget;
  };

  return {
    of,
    async left(credential) {
      const { limited, id: credentialId } = credential;
      if (!limited.bytes && !limited.requests) return { bytes: null, requests: null };
      const left = await quotas.ask((id) => send({ kind: 'quota', id, credential: credentialId })).catch(() => null);
      if (!left) throw new AtlanticError('quota_unavailable');
      return left;
    },
    update(credentials) {
      for (const { id, limited } of credentials) budgets.get(id)?.limit(limited);
    },
    surrender: (credential) => budgets.get(credential)?.surrender() ?? NOTHING,
    onLease: (id, reply) => leases.answer(id, reply),
    onQuota: (id, left) => quotas.answer(id, left),
    close() {
      leases.close();
      quotas.close();
    },
  };
}
