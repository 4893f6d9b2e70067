/** Answers a plane's request to spend: one transaction for all it asks. */
import type { Grant, GrantAsk, GrantReply, GrantRequest } from '@atlantic/contract/plane.ts';
import type { Database } from '../db/schema.ts';
import {
  type Account,
  type Decision,
  decideAsk,
  freeQuota,
  type Holding,
  keepOnly,
  NOTHING,
  refusal,
  totalOf,
} from './grant-rules.ts';
import { readAccounts, readHoldings, saveGranted } from './grant-store.ts';
import { type EpochKey, noteSequence, openEpoch } from './store.ts';

export interface GrantAnswer {
  reply: GrantReply;
  /** Credentials of which somebody waits for what others hold. */
  scarce: readonly string[];
}

const FRESH: Holding = { granted: NOTHING, used: NOTHING };

/**
 * Takes or gives back. A request that comes late (its sequence is not above the highest seen of the epoch) changes
 * nothing and is told the totals as they are; one for a closed epoch, or for a credential that is not there, gets nothing.
 */
export async function answerGrants(db: Database, plane: string, request: GrantRequest): Promise<GrantAnswer> {
  const key: EpochKey = { plane, epoch: request.epoch };
  const ids = [...new Set(request.asks.map((ask) => ask.credential))];

  const grants = await db.transaction().execute(async (step) => {
    const epoch = await openEpoch(step, key);
    if (epoch.closed) return request.asks.map((ask) => refusal(ask.credential));
    const late = request.sequence <= epoch.sequence;
    if (!late) await noteSequence(step, key, request.sequence);

    const accounts = await readAccounts(step, ids);
    const holdings = await readHoldings(step, ids);
    const isOwn = (held: EpochKey) => held.plane === plane && held.epoch === request.epoch;
    const own = new Map<string, Holding>(holdings.filter(isOwn).map((held) => [held.credential, held]));

    const decide = (account: Account, mine: Holding, others: readonly Holding[], ask: GrantAsk): Decision => {
      if (late) return { total: totalOf(mine), state: 'granted' };
      if (request.kind === 'ask') return decideAsk(account, mine, others, ask);
      return { total: keepOnly(mine, ask.have), state: 'granted' };
    };

    const answer = async (ask: GrantAsk): Promise<Grant> => {
      const { credential } = ask;
      const account = accounts.get(credential);
      if (!account) return refusal(credential);
      const mine = own.get(credential) ?? FRESH;
      const others = holdings.filter((held) => held.credential === credential && !isOwn(held));
      const { total, state } = decide(account, mine, others, ask);
      const after = { granted: total, used: mine.used };
      // A credential may be named twice in one request; the second time it holds what the first gave.
      own.set(credential, after);
      if (!late) await saveGranted(step, key, credential, total);
      return { credential, total, state, free: freeQuota(account, [after, ...others]) };
    };

    const answers: Grant[] = [];
    for (const ask of request.asks) answers.push(await answer(ask));
    return answers;
  });

  return {
    reply: { grants },
    scarce: grants.filter((grant) => grant.state === 'wait').map((grant) => grant.credential),
  };
}
