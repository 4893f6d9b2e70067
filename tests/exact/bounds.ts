/** How many octets of payload a connection's queues may hold, by this machine's settings. */
import { readFileSync } from 'node:fs';
import type { Bounds } from './compare.ts';

/** One write of the gateway, which its own queue holds beside the kernel's, and one segment beyond the kernel's limit. */
const BESIDE_THE_KERNEL = 2 * 65_536;

/** The third of the three numbers: the most that the kernel gives one socket of itself (tcp(7)). */
export function mostOf(text: string): number {
  const most = Number(text.trim().split(/\s+/)[2]);
  if (!Number.isSafeInteger(most)) throw new Error(`not the three sizes of a socket buffer: ${text}`);
  return most;
}

export function readBounds(): Bounds {
  const most = (name: string) => mostOf(readFileSync(`/proc/sys/net/ipv4/${name}`, 'latin1'));
  return { sendQueue: most('tcp_wmem') + BESIDE_THE_KERNEL, receiveQueue: most('tcp_rmem') };
}
