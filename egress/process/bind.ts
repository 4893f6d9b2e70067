/** Listeners as configured, turned into what is really bound. */
import { parseBind } from '@atlantic/contract/config/bind.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';
import { freePort } from '../listener/free-port.ts';
import type { BoundListener } from './messages.ts';

/** A port chosen for port 0 stays for the life of the binder. */
export type Binder = (listeners: readonly SnapshotListener[]) => Promise<BoundListener[]>;

/**
 * `former`: what an earlier life of this plane had bound, in the order of its listeners, so that it comes back there.
 * `instead`: addresses that this machine has in place of the configured ones, in the same order.
 */
export function createBinder(former: readonly string[], instead: readonly string[] = []): Binder {
  const chosen = new Map<number, { host: string; port: number }>();
  for (const [index, text] of former.entries()) {
    const address = parseBind(text);
    if (address) chosen.set(index, address);
  }
  return async (listeners) => {
    const bound: BoundListener[] = [];
    for (const [index, { bind, ...rest }] of listeners.entries()) {
      const address = parseBind(instead[index] ?? bind);
      if (!address) throw new Error('a listener has no usable address');
      const { host } = address;
      const known = chosen.get(index);
      const free = () => (known?.host === host ? known.port : freePort(host));
      const port = address.port !== 0 ? address.port : await free();
      chosen.set(index, { host, port });
      bound.push({ ...rest, host, port });
    }
    return bound;
  };
}
