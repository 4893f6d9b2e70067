/** What supply offers to pools, and what it is told of those proxies in traffic. */
import type { PlaneReport } from '@atlantic/contract/plane.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { SupplyOffer } from '@atlantic/contract/supply/channel.ts';
import type { Database } from '../db/schema.ts';
import { readOfferRevision, saveOffer, suppliedKeys } from '../feature/supply/store.ts';
import type { PlaneStreams } from './streams.ts';
import { trafficOf } from './traffic-rules.ts';

export interface Offers {
  /** Keeps an offer and publishes it. One that changes nothing publishes nothing. */
  take(offer: SupplyOffer): Promise<void>;
  /** Tells supply what a plane found of its proxies, if supply listens. */
  heard(report: PlaneReport): Promise<void>;
}

export interface OffersOptions {
  db: Database;
  now: () => number;
  /** What the file declares. */
  pools: () => readonly SnapshotPool[];
  publish: () => Promise<void>;
  streams: Pick<PlaneStreams, 'connected' | 'traffic'>;
}

export function createOffers({ db, now, pools, publish, streams }: OffersOptions): Offers {
  let known:
    | { readonly of: readonly SnapshotPool[]; readonly revision: number; readonly keys: ReadonlyMap<string, string> }
    | undefined;

  /** Reports come each second and name ten thousand endpoints in turn, so their keys are made once for each offer. */
  async function keys(): Promise<ReadonlyMap<string, string>> {
    const [declared, revision] = [pools(), await readOfferRevision(db)];
    if (known?.of !== declared || known.revision !== revision)
      known = { of: declared, revision, keys: await suppliedKeys(db, declared) };
    return known.keys;
  }

  return {
    async take(offer) {
      if (await saveOffer(db, pools(), offer, now())) await publish();
    },
    async heard(report) {
      if (streams.connected('supply').size === 0 || !report.endpoints?.length) return;
      const traffic = trafficOf(report, await keys());
      if (traffic) streams.traffic(traffic);
    },
  };
}
