/** The proxy that somebody means by `KIND://[USER[:PASSWORD]@]HOST:PORT`, or by the same without a kind. */
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { hostPort, proxyKey, SUPPLY_KINDS, type SupplyAddress } from '@atlantic/contract/supply/proxy.ts';
import type { SupplyView } from '../view/view.ts';
import { Refusal } from './answer.ts';

/** Throws `validation_failed` for what is no proxy. */
export function addressNamed(text: string): SupplyAddress {
  const address = parseEndpointUrl(text);
  const kind = SUPPLY_KINDS.find((known) => known === address?.kind || `${known}h` === address?.kind);
  if (address === undefined || kind === undefined)
    throw new Refusal('validation_failed', 'The proxy must be HOST:PORT or KIND://[USER@]HOST:PORT.');
  const { host, port, username } = address;
  return { kind, host, port, ...(username === undefined ? {} : { username }) };
}

/**
 * Its key. Without a kind it is the HTTP proxy at the address, or the only one there. Throws `validation_failed` for what is
 * no proxy, or may be several.
 */
export function keyNamed(view: SupplyView | undefined, text: string): string {
  if (text.includes('://')) return proxyKey(addressNamed(text));
  const bare = addressNamed(`http://${text}`);
  const there = (view?.at(hostPort(bare)) ?? []).flatMap((row) => view?.proxies[row] ?? []);
  const meant = there.filter(({ username }) => bare.username === undefined || username === bare.username);
  const found = meant.find(({ kind }) => kind === 'http') ?? meant[0] ?? bare;
  if (meant.length > 1 && found.kind !== 'http')
    throw new Refusal('validation_failed', `There are several proxies at ${hostPort(bare)}: say KIND://HOST:PORT.`);
  return proxyKey(found);
}
