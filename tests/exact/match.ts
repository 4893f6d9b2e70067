/** Which connection on the wire was which transfer. Pure. */
import type { WireConnection } from './sequence.ts';

interface Ends {
  readonly client: string;
  readonly gatewayPort: number;
}

export interface Matched<T> {
  readonly pairs: readonly { readonly transfer: T; readonly wire: WireConnection }[];
  /** Transfers that the observer did not see, and connections that no transfer made. */
  readonly unseen: readonly T[];
  readonly strangers: readonly WireConnection[];
}

const nameOf = ({ client, gatewayPort }: Ends): string => `${client}>${gatewayPort}`;

/** Both lists in the order in which connections began: where ports were used again, the first belongs to the first. */
export function matchConnections<T extends Ends>(
  transfers: readonly T[],
  connections: readonly WireConnection[],
): Matched<T> {
  const waiting = Map.groupBy(connections, nameOf);
  const pairs: { transfer: T; wire: WireConnection }[] = [];
  const unseen: T[] = [];
  for (const transfer of transfers) {
    const wire = waiting.get(nameOf(transfer))?.shift();
    if (wire) pairs.push({ transfer, wire });
    else unseen.push(transfer);
  }
  return { pairs, unseen, strangers: [...waiting.values()].flat() };
}
