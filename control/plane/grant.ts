/** Answers a plane's request to spend: one transaction for all it asks. */
import type { Grant, GrantAsk, GrantReply, GrantRequest } from '@atlantic/contract/plane.ts';
import type { Database } from '../db/schema.ts';
import { noteHolding, pursesOf, readBooks } from './grant-books.ts';
import {
  type Decision,
  decideAsk,
  freeQuota,
  type Holding,
  keepOnly,
  NOTHING,
  type Purse,
  refusal,
  totalOf,
} from './grant-rules.ts';
import { saveGranted } from './grant-store.ts';
import { type EpochKey, noteSequence, openEpoch } from './store.ts';

export interface GrantAnswer {
  reply: GrantReply;
  /** Credentials whose holders have what somebody waits for. */
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

  return db.transaction().execute(async (step) => {
    const epoch = await openEpoch(step, key);
    if (epoch.closed) return { reply: { grants: ids.map(refusal) }, scarce: [] };
    const late = request.sequence <= epoch.sequence;
    if (!late) await noteSequence(step, key, request.sequence);
    const books = await readBooks(step, key, ids);
    const scarce = new Set<string>();

    const decide = (purses: readonly Purse[], mine: Holding, ask: GrantAsk): Decision =>
      request.kind === 'ask' ? decideAsk(purses, mine, ask) : { total: keepOnly(mine, ask.have), state: 'granted' };

    const answer = async (ask: GrantAsk): Promise<Grant> => {
      const { credential } = ask;
      const funds = books.funds.get(credential);
      if (!funds) return refusal(credential);
      const mine = books.own.get(credential) ?? FRESH;
      const purses = pursesOf(books, credential, funds, mine);
      const { total, state } = late ? { total: totalOf(mine), state: 'granted' as const } : decide(purses, mine, ask);
      const after = { granted: total, used: mine.used };
      noteHolding(books, credential, funds.account.id, after);
      if (!late) await saveGranted(step, key, credential, total);
      if (state === 'wait') {
        for (const holder of [credential, ...(books.accounts.get(funds.account.id)?.keys() ?? [])]) scarce.add(holder);
      }
      return { credential, total, state, free: freeQuota(purses, after) };
    };

    const grants: Grant[] = [];
    for (const ask of request.asks) grants.push(await answer(ask));
    return { reply: { grants }, scarce: [...scarce] };
  });
}
