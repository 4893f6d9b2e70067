import { describe, expect, it } from 'vitest';
import { insertAccount } from '../feature/account/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { type Books, noteHolding, pursesOf, readBooks } from './grant-books.ts';
import { type Holding, NOTHING } from './grant-rules.ts';
import { saveGranted } from './grant-store.ts';
import { openEpoch } from './store.ts';

const NONE = { bytes: null, requests: null };
const here = { plane: 'here', epoch: 'epoch001' };
const there = { plane: 'there', epoch: 'epoch002' };
const bytes = (amount: number) => ({ bytes: amount, requests: 0 });
const granted = (amount: number): Holding => ({ granted: bytes(amount), used: NOTHING });

/** An account of 1,000 bytes with `ann` and `bob`: `here` holds 100 for ann, `there` 10 for ann and 5 for bob. */
async function shop() {
  const db = await testDatabase();
  await insertAccount(db, { name: 'shop', managed: 'api', quotaBytes: 1_000 }, TEST_TIME);
  const ann = await addCredential(db, 'ann', { bytes: 500, requests: null }, 'shop');
  const bob = await addCredential(db, 'bob', NONE, 'shop');
  for (const key of [here, there]) {
    await addPlane(db, key.plane);
    await openEpoch(db, key);
  }
  await saveGranted(db, here, ann.id, bytes(100));
  await saveGranted(db, there, ann.id, bytes(10));
  await saveGranted(db, there, bob.id, bytes(5));
  return { db, ann, bob };
}

function purses(books: Books, credential: string) {
  const funds = books.funds.get(credential);
  if (!funds) throw new Error('the credential is there');
  const mine = books.own.get(credential) ?? granted(0);
  return pursesOf(books, credential, funds, mine).map(({ quota, elsewhere }) => [quota.bytes, elsewhere.bytes]);
}

describe('the books of grants', () => {
  it('hold the purse of a credential and that of its limited account, and what others may spend of each', async () => {
    const { db, ann, bob } = await shop();
    const books = await readBooks(db, here, [ann.id, bob.id]);
    expect(purses(books, ann.id)).toEqual([
      [500, 10],
      [1_000, 15],
    ]);
    expect(purses(books, bob.id)).toEqual([
      [null, 5],
      [1_000, 115],
    ]);
  });

  it('know nothing of an account without limits', async () => {
    const { db } = await shop();
    const free = await addCredential(db, 'free', { bytes: 7, requests: null });
    expect(purses(await readBooks(db, here, [free.id]), free.id)).toEqual([[7, 0]]);
  });

  it('follow what is granted while one request is answered', async () => {
    const { db, ann, bob } = await shop();
    const books = await readBooks(db, here, [ann.id, bob.id]);
    const account = books.funds.get(ann.id)?.account.id ?? '';
    noteHolding(books, ann.id, account, granted(300));
    expect(purses(books, bob.id)[1]).toEqual([1_000, 315]);
    expect(purses(books, ann.id)[1]).toEqual([1_000, 15]);
  });
});
