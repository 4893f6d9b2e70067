/** The host of what a person names as a target: `https://shop.example/cart`, `shop.example:443`, `shop.example`, `2001:db8::1`. */
import { isIP } from 'node:net';
import { canonicalHost, isHostName } from './host-pattern.ts';

/** Lower case, an address without brackets. Undefined when the text names none. */
export function hostOfTarget(text: string): string | undefined {
  if (isIP(text) !== 0) return canonicalHost(text);
  // A URL parser would take the first part of a path for a host.
  if (text.startsWith('/')) return undefined;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const host = canonicalHost(url?.hostname ?? '');
  return isHostName(host) || isIP(host) !== 0 ? host : undefined;
}
