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
  /** By what is configured, and which of those that are configured alike: listeners come and go, and with them places. */
  const chosen = new Map<string, { host: string; port: number }>();
  let first = true;
  return async (listeners) => {
    const bound: BoundListener[] = [];
    const seen = new Map<string, number>();
    for (const [index, { bind, ...rest }] of listeners.entries()) {
      const text = instead[index] ?? bind;
      const address = parseBind(text);
      if (!address) throw new Error('a listener has no usable address');
      const { host } = address;
      const alike = seen.get(text) ?? 0;
      seen.set(text, alike + 1);
      const key = `${text} ${alike}`;
      const known = chosen.get(key) ?? (first ? parseBind(former[index] ?? '') : undefined);
      const free = () => (known?.host === host ? known.port : freePort(host));
      const port = address.port !== 0 ? address.port : await free();
      chosen.set(key, { host, port });
      bound.push({ ...rest, host, port });
    }
    first = false;
    return bound;
  };
}
