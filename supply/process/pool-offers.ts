/** What the pools that supply fills shall hold now. Pure. */
import type { Offered, SupplyOffer } from '@atlantic/contract/supply/channel.ts';
import { proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { SupplyPool } from '@atlantic/contract/supply/settings.ts';
import type { SupplyView } from '../view/view.ts';

function offered({ kind, host, port, username, password, country, asn, provenAt }: SupplyProxy): Offered {
  return {
    kind,
    host,
    port,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(country !== null && { country }),
    ...(asn !== null && { asn }),
    provenAt,
  };
}

/** The best of each pool, without those that have failed in traffic since. Without a snapshot nothing is known: no offer. */
export function poolOffers(
  view: Pick<SupplyView, 'best'> | undefined,
  pools: readonly SupplyPool[],
  suspects: { readonly size: number; has(key: string): boolean },
): SupplyOffer[] {
  if (!view) return [];
  return pools.map(({ name, where, max }) => {
    const fit = view.best(where, max + suspects.size).filter((proxy) => !suspects.has(proxyKey(proxy)));
    return { pool: name, proxies: fit.slice(0, max).map(offered) };
  });
}
