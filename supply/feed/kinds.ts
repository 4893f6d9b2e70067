/** What lists say a proxy speaks: `SOCKS5`, `http, https`, `socks4/5`, `http|socks4`. Pure. */
import { schemeOf } from '@atlantic/contract/endpoint-list/endpoint.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { remember } from './remember.ts';

/** Of a URL's scheme, written as any of its relatives; undefined where supply cannot speak it. */
export function kindOf(scheme: string): SupplyKind | undefined {
  const known = schemeOf(scheme);
  // Whether the proxy resolves names is no other kind.
  if (known === 'socks4a') return 'socks4';
  return known === 'socks5h' ? 'socks5' : known;
}

/** The kinds that a text names, and whether it says nothing else. */
export const kindsOf = remember((text: string): { kinds: readonly SupplyKind[]; only: boolean } => {
  const words = text
    .toLowerCase()
    .replace(/socks[\s_-]*v?4\s*\/\s*v?5/g, 'socks4 socks5')
    .replace(/socks[\s_-]*v?([45])/g, 'socks$1')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const found = words.map(kindOf);
  const kinds = new Set(found.filter((kind) => kind !== undefined));
  return { kinds: meant(kinds), only: found.length > 0 && !found.includes(undefined) };
});

/**
 * In a field, `https` mostly says of an HTTP proxy that it tunnels TLS, and now and then that it is spoken to by TLS. Beside
 * `http` it is taken for the first; alone for either, so that both are tried.
 */
function meant(kinds: ReadonlySet<SupplyKind>): readonly SupplyKind[] {
  if (!kinds.has('https')) return [...kinds];
  return kinds.has('http') ? [...kinds].filter((kind) => kind !== 'https') : ['http', ...kinds];
}
