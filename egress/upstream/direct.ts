/** Straight to the target: resolve, check every address, connect to what was checked. */
import { isIP } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Target } from '../intent.ts';
import type { TargetPolicy } from '../target-policy.ts';
import { dial } from './dial.ts';
import type { Resolve } from './resolve.ts';
import type { Upstream } from './upstream.ts';

/** The local address that a connection leaves from. */
export interface Source {
  readonly family: 4 | 6;
  readonly address: string;
}

/**
 * Connects to an address that `policy` has seen, so that a name cannot be swapped for another address in between (DNS
 * rebinding); with a `source`, from there, to an address of its family. Rejects with `target_denied`, a DNS code, a
 * connection code, `exit_family_unmatched` or `exit_address_unavailable`.
 */
export async function connectDirect(options: {
  target: Target;
  source?: Source | undefined;
  policy: TargetPolicy;
  resolve: Resolve;
  ending: AbortSignal;
}): Promise<Upstream> {
  const { target, source, policy, resolve, ending } = options;
  const addresses = await resolve(target.host);
  policy.checkAddresses(target, addresses);
  const reachable = source ? addresses.filter((address) => isIP(address) === source.family) : addresses;
  if (source && reachable.length === 0)
    throw new AtlanticError('exit_family_unmatched', { detail: `The exit has an IPv${source.family} address.` });
  return { connection: await dial(reachable, target.port, ending, source?.address), http: { form: 'origin' } };
}
