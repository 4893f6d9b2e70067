/** What supply offered to each pool last, in the database: a pool is not empty while supply starts. */
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Offered } from '@atlantic/contract/supply/channel.ts';
import type { Database } from '../../db/schema.ts';
import { keysOf, offeredEndpoints, offerText } from './rules.ts';

/** A setting that counts the changes of all offers. */
const REVISION = 'supply_offer_revision';

/** Grows with each change, so that what was made of the offers need not be made again while they stay the same. */
export async function readOfferRevision(db: Database): Promise<number> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', REVISION).executeTakeFirst();
  return Number(row?.value ?? 0);
}

async function noteChange(db: Database): Promise<void> {
  const value = String((await readOfferRevision(db)) + 1);
  await db
    .insertInto('setting')
    .values({ name: REVISION, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

const fromSupply = (pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[]): string[] =>
  pools.filter(({ kind }) => kind === 'supply').map(({ name }) => name);

/**
 * Puts an offer in the place of the one before, and drops those of pools that are no more. False: nothing changed, because the
 * offer is the same, or for a pool that is none of `pools` (any more).
 */
export async function saveOffer(
  db: Database,
  pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[],
  offer: { readonly pool: string; readonly proxies: readonly Offered[] },
  now: number,
): Promise<boolean> {
  const names = fromSupply(pools);
  if (!names.includes(offer.pool)) return false;
  const proxies = offerText(offer.proxies);
  return db.transaction().execute(async (step) => {
    await step.deleteFrom('supply_offer').where('pool', 'not in', names).execute();
    const known = await step
      .selectFrom('supply_offer')
      .select('proxies')
      .where('pool', '=', offer.pool)
      .executeTakeFirst();
    if (known?.proxies === proxies) return false;
    await step
      .insertInto('supply_offer')
      .values({ pool: offer.pool, proxies, offered_at: now })
      .onConflict((conflict) => conflict.column('pool').doUpdateSet({ proxies, offered_at: now }))
      .execute();
    await noteChange(step);
    return true;
  });
}

async function readOffers(
  db: Database,
  pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[],
): Promise<{ pool: string; proxies: Offered[] }[]> {
  const names = fromSupply(pools);
  if (names.length === 0) return [];
  const rows = await db.selectFrom('supply_offer').select(['pool', 'proxies']).where('pool', 'in', names).execute();
  return rows.map(({ pool, proxies }) => ({ pool, proxies: JSON.parse(proxies) }));
}

/** By pool of the kind `supply`: the endpoints it was offered. */
export async function suppliedEndpoints(
  db: Database,
  pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[],
): Promise<ReadonlyMap<string, readonly SnapshotEndpoint[]>> {
  const offers = await readOffers(db, pools);
  return new Map(offers.map(({ pool, proxies }) => [pool, offeredEndpoints(pool, proxies)]));
}

/** By the id of every endpoint that is offered now, the key by which supply knows it. */
export async function suppliedKeys(
  db: Database,
  pools: readonly Pick<SnapshotPool, 'name' | 'kind'>[],
): Promise<ReadonlyMap<string, string>> {
  return new Map((await readOffers(db, pools)).flatMap(({ pool, proxies }) => keysOf(pool, proxies)));
}
