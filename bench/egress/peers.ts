/** Who is compared, in the order of each round. */
import { atlantic, atlanticOnBothCores } from './peer/atlantic.ts';
import { bareRelay } from './peer/bare-relay.ts';
import { haproxy } from './peer/haproxy.ts';
import { nothing } from './peer/nothing.ts';
import type { Peer } from './peer/peer.ts';
import { proxyChain } from './peer/proxy-chain.ts';
import { squid } from './peer/squid.ts';
import { tinyproxy } from './peer/tinyproxy.ts';
import { BARE } from './summary.ts';

export const PEERS: readonly Peer[] = [
  nothing,
  haproxy,
  squid,
  tinyproxy,
  bareRelay,
  proxyChain,
  atlantic,
  atlanticOnBothCores,
];

/** Throws an Error that names the peers there are. The bare origin always takes part: latency is told beyond its own. */
export function choosePeers(ids: readonly string[] | undefined): readonly Peer[] {
  const unknown = ids?.filter((id) => !PEERS.some((peer) => peer.id === id)) ?? [];
  if (unknown.length > 0)
    throw new Error(`There is no peer ${unknown.join(', ')}. There are: ${PEERS.map(({ id }) => id).join(', ')}.`);
  return PEERS.filter(({ id }) => id === BARE || !ids || ids.includes(id));
}
