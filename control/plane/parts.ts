/**
 * The parts of a snapshot as they are now: what the file decides, and the accounts, credentials and imported endpoints in the
 * database.
 */
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import type { Database } from '../db/schema.ts';
import { listAccounts } from '../feature/account/store.ts';
import { listCredentials } from '../feature/credential/store.ts';
import { addedEndpoints, readRevision } from '../feature/endpoint/store.ts';
import { readFeeds } from '../feature/feed/store.ts';
import { readOfferRevision, suppliedEndpoints } from '../feature/supply/store.ts';
import { apiKeyHashes } from '../start/store.ts';
import { encodePart, type FixedParts, type PartText, snapshotCredential } from './snapshot.ts';

export type Parts = Readonly<Record<keyof Snapshot, PartText>> & {
  /** Absent where supply is off. */
  readonly supply?: PartText;
};

/** The pools with what was imported and what supply offers. Ten thousand endpoints take a while to encode, so that is done only when they change. */
function poolsReader(db: Database): (pools: FixedParts['pools']) => Promise<PartText> {
  let known: { readonly of: FixedParts['pools']; readonly revision: string; readonly part: PartText } | undefined;
  return async (pools) => {
    // Read first: endpoints that change in between are encoded once too often, and never too seldom.
    const revision = `${await readRevision(db)} ${await readOfferRevision(db)}`;
    if (known?.of !== pools || known.revision !== revision) {
      const added = new Map([...(await addedEndpoints(db, pools)), ...(await suppliedEndpoints(db, pools))]);
      // The schema leaves out what planes do not need.
      const whole = pools.map((pool) => ({
        ...pool,
        endpoints: [...pool.endpoints, ...(added.get(pool.name) ?? [])],
      }));
      known = { of: pools, revision, part: encodePart('pools', whole) };
    }
    return known.part;
  };
}

/** What the file does not know of supply. */
export interface SupplyAdditions {
  /** Hash of the key by which supply knows control. */
  readonly keyHash: string;
  /** Feeds that ship with Atlantic. */
  readonly shipped: readonly Feed[];
}

/** With the feeds that were added, control's own key, and those that may order control. */
async function readSupply(
  db: Database,
  settings: SupplySettings,
  { keyHash, shipped }: SupplyAdditions,
): Promise<PartText> {
  const feeds = await readFeeds(db, settings.feeds, shipped);
  const operators = [keyHash, ...(await apiKeyHashes(db))].map((hash, at) => ({
    name: at === 0 ? OWN_KEY : `${OPERATOR_KEY}${at}`,
    hash,
    role: 'operator',
  }));
  return encodePart('supply', { ...settings, feeds, keys: [...settings.keys, ...operators] });
}

/** The accounts with the concurrency of those that have none of their own. */
async function readAccounts(db: Database, concurrency: number | null): Promise<PartText> {
  const accounts = (await listAccounts(db)).map((account) => ({
    ...account,
    limits: { ...account.limits, concurrency: account.limits.concurrency ?? concurrency },
  }));
  // The schema leaves out what planes do not need.
  return encodePart('accounts', accounts);
}

/** What control calls supply with; no key of the configuration can have this name. */
const OWN_KEY = '~control';
/** The same of API keys of control, which are numbered. */
const OPERATOR_KEY = '~operator-';

/** Returns a function that reads what is in force; `fixed` gives what the file decides, which changes as a whole. */
export function partsReader(db: Database, fixed: () => FixedParts, additions: SupplyAdditions): () => Promise<Parts> {
  const readPools = poolsReader(db);
  let known: { readonly of: FixedParts; readonly parts: Pick<Parts, 'egress' | 'routes'> } | undefined;
  const read = async (): Promise<Parts> => {
    const declared = fixed();
    if (known?.of !== declared) {
      const { egress, routes } = declared;
      known = { of: declared, parts: { egress: encodePart('egress', egress), routes: encodePart('routes', routes) } };
    }
    const { parts: constant } = known;
    const credentials = await listCredentials(db);
    const parts = {
      ...constant,
      ...(declared.supply && { supply: await readSupply(db, declared.supply, additions) }),
      pools: await readPools(declared.pools),
      accounts: await readAccounts(db, declared.egress.overload?.concurrencyPerAccount ?? null),
      credentials: encodePart('credentials', credentials.map(snapshotCredential)),
    };
    // What was read while another file was applied may be a mixture of both.
    return fixed() === declared ? parts : read();
  };
  return read;
}
