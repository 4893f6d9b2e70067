import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Exchange } from '../exchange.ts';
import type { Gateway } from '../gateway.ts';
import type { Meter } from '../relay/meter.ts';
import type { Pool } from '../view.ts';

/**
 * Takes one request and what has been received so far from the quota, and charges the exchange to its credential from
 * here on. Rejects with `quota_exceeded` or `quota_unavailable`; nothing has been taken then.
 */
export async function admit(
  gateway: Gateway,
  { meter, protocol }: Exchange,
  credential: SnapshotCredential,
  pool: Pool,
): Promise<void> {
  const budget = gateway.budget(credential);
  const need = { bytes: meter.held, requests: 1 };
  const slot = gateway.ledger.slot({ credential: credential.id, pool: pool.name, protocol, country: '' });
  while (!budget.take(need)) await budget.ready(need);
  slot.add('admitted', 1);
  meter.charge({ slot, budget });
}

/** An admitted exchange goes on through another pool: what it moves from here on is counted there. */
export function chargeCredential(
  gateway: Gateway,
  { meter, protocol }: Pick<Exchange, 'meter' | 'protocol'>,
  credential: SnapshotCredential,
  pool: Pool,
): void {
  const slot = gateway.ledger.slot({ credential: credential.id, pool: pool.name, protocol, country: '' });
  meter.charge({ slot, budget: gateway.budget(credential) });
}

/** What is refused, or never said who it is, is counted apart and billed to nobody. */
export function chargeNobody(gateway: Gateway, meter: Meter, protocol: Exchange['protocol'], credential: string): void {
  meter.charge({ slot: gateway.ledger.slot({ credential, pool: '', protocol, country: '' }), budget: undefined });
}
