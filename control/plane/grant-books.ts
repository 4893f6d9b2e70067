/** What a request for grants is decided by: everything that is granted and spent where it may matter. */
import type { Database } from '../db/schema.ts';
import { type Amounts, type Holding, NOTHING, outstandingOf, type Purse } from './grant-rules.ts';
import { type Balance, type Funds, readFunds, readHoldings, readOutstanding } from './grant-store.ts';
import type { EpochKey } from './store.ts';

const isLimited = ({ quota }: Balance): boolean => quota.bytes !== null || quota.requests !== null;

/** What all but `own` may still spend. */
const without = (all: Amounts, own: Holding): Amounts => {
  const mine = outstandingOf([own]);
  return { bytes: all.bytes - mine.bytes, requests: all.requests - mine.requests };
};

/** Everything that is granted and not spent, of some credentials and of the limited accounts they belong to. */
export interface Books {
  funds: ReadonlyMap<string, Funds>;
  /** Of one credential, by epoch: the asking one's, and all others'. */
  own: Map<string, Holding>;
  others: ReadonlyMap<string, readonly Holding[]>;
  /** Of an account that is limited, by credential. */
  accounts: ReadonlyMap<string, Map<string, Amounts>>;
}

export async function readBooks(db: Database, key: EpochKey, ids: readonly string[]): Promise<Books> {
  const funds = await readFunds(db, ids);
  const limited = [...funds.values()].filter(({ account }) => isLimited(account)).map(({ account }) => account.id);
  const isOwn = (held: EpochKey) => held.plane === key.plane && held.epoch === key.epoch;
  const holdings = await readHoldings(db, ids);
  const accounts = new Map(limited.map((account) => [account, new Map<string, Amounts>()]));
  for (const { account, credential, outstanding } of await readOutstanding(db, [...accounts.keys()])) {
    accounts.get(account)?.set(credential, outstanding);
  }
  return {
    funds,
    own: new Map(holdings.filter(isOwn).map((held) => [held.credential, held])),
    others: Map.groupBy(
      holdings.filter((held) => !isOwn(held)),
      (held) => held.credential,
    ),
    accounts,
  };
}

/** The purses that a grant for `credential` must fit into. */
export function pursesOf(books: Books, credential: string, { own, account }: Funds, mine: Holding): Purse[] {
  const purses = [{ ...own, elsewhere: outstandingOf(books.others.get(credential) ?? []) }];
  const ofAccount = books.accounts.get(account.id);
  if (!ofAccount) return purses;
  const all = [...ofAccount.values()].reduce(
    (sum, { bytes, requests }) => ({ bytes: sum.bytes + bytes, requests: sum.requests + requests }),
    NOTHING,
  );
  return [...purses, { ...account, elsewhere: without(all, mine) }];
}

/** Notes in the books what an epoch holds from now on. */
export function noteHolding(books: Books, credential: string, account: string, after: Holding): void {
  books.own.set(credential, after);
  const outstanding = outstandingOf([after, ...(books.others.get(credential) ?? [])]);
  books.accounts.get(account)?.set(credential, outstanding);
}
