import { expect, it } from 'vitest';
import { addCredential, testDatabase } from '../fixture/database.ts';
import { committing } from './commit.ts';

async function credentials() {
  const db = await testDatabase();
  const names = async () => (await db.selectFrom('credential').select('name').execute()).map(({ name }) => name);
  const published: string[][] = [];
  return { commit: committing(db, async () => void published.push(await names())), names, published };
}

it('publishes what is committed, and answers after that', async () => {
  const { commit, published } = await credentials();
  expect((await commit((step) => addCredential(step, 'alpha'))).name).toBe('alpha');
  expect(published).toEqual([['alpha']]);
});

it('changes and publishes nothing when the work fails', async () => {
  const { commit, names, published } = await credentials();
  const failing = commit(async (step) => {
    await addCredential(step, 'alpha');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await names()).toEqual([]);
  expect(published).toEqual([]);
});
