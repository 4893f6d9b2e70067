/** Name servers, asked directly: the system's own way holds one of four threads for each question, for as long as it takes. */
import { Resolver } from 'node:dns/promises';
import type { Lookup } from './resolver.ts';

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/** Ends within a few seconds. Proxies of IPv6 alone are found where there is no IPv4 address. */
export function createLookup(): Lookup {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return async (host) => {
    const found = await resolver.resolve4(host).catch(() => []);
    return found.length > 0 ? found : resolver.resolve6(host);
  };
}
