/** What an account may reach, on top of what the gateway allows to anybody. It can only close, never open. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { canonicalHost, matchHosts } from '@atlantic/contract/host-pattern.ts';
import type { SnapshotAccount } from '@atlantic/contract/snapshot.ts';
import type { TargetPolicy } from './target-policy.ts';

const denied = () => new AtlanticError('target_denied', { detail: 'The account of this credential may not reach it.' });

/**
 * The policy for the requests of an account: everything `policy` checks, then its own `deny` and `only`. Against `only`
 * a target is held as the client wrote it; against `deny`, its addresses too, where they are resolved here.
 */
export function accountTargets(policy: TargetPolicy, { deny, only }: SnapshotAccount['targets']): TargetPolicy {
  if (deny.length === 0 && only.length === 0) return policy;
  const isDenied = matchHosts(deny);
  const isListed = only.length === 0 ? () => true : matchHosts(only);
  return {
    check(target) {
      policy.check(target);
      const host = canonicalHost(target.host);
      if (isDenied(host) || !isListed(host)) throw denied();
    },
    checkAddresses(target, addresses) {
      policy.checkAddresses(target, addresses);
      if (addresses.some(isDenied)) throw denied();
    },
  };
}
