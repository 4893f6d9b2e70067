import type { UsageProtocol } from '@atlantic/contract/plane.ts';
import type { Gateway } from '../gateway.ts';

/** Counts what no exchange is charged for, unbilled: octets that were delivered and used by none, connections turned away. */
export function countNobody(
  gateway: Pick<Gateway, 'ledger'>,
  protocol: UsageProtocol,
  counted: { bytesUp: number; refused?: number },
): void {
  const slot = gateway.ledger.slot({ credential: '', pool: '', protocol, country: '' });
  slot.add('bytesUp', counted.bytesUp);
  slot.add('refused', counted.refused ?? 0);
  slot.commit();
}
