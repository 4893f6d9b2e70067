/** Straight to the target: resolve, check every address, connect to what was checked. */
import type { Target } from '../intent.ts';
import type { TargetPolicy } from '../target-policy.ts';
import { dial } from './dial.ts';
import type { Resolve } from './resolve.ts';
import type { Upstream } from './upstream.ts';

/**
 * Connects to an address that `policy` has seen, so that a name cannot be swapped for another address in between (DNS
 * rebinding). Rejects with `target_denied`, a DNS code or a connection code.
 */
export async function connectDirect(options: {
  target: Target;
  policy: TargetPolicy;
  resolve: Resolve;
  ending: AbortSignal;
}): Promise<Upstream> {
  const { target, policy, resolve, ending } = options;
  const addresses = await resolve(target.host);
  policy.checkAddresses(target.host, addresses);
  return { connection: await dial(addresses, target.port, ending), http: { form: 'origin' } };
}
