/**
 * Connections that a firewall of this machine keeps track of. When its table is full it drops packets without a word, and
 * proxies that work look dead.
 */
import { readFileSync } from 'node:fs';

const FOLDER = '/proc/sys/net/netfilter';
/** From here on it is said. */
const NEARLY_FULL = 0.8;

/** A sentence when the table under `folder` is nearly full; undefined when it is not, or there is none. */
export function trackingProblem(folder = FOLDER): string | undefined {
  const read = (name: string) => Number(readFileSync(`${folder}/${name}`, 'utf8'));
  try {
    const [count, most] = [read('nf_conntrack_count'), read('nf_conntrack_max')];
    if (!(count > NEARLY_FULL * most)) return undefined;
    return `The kernel tracks ${count} connections of ${most} at most (net.netfilter.nf_conntrack_max): beyond that it drops packets, and proxies that work look dead.`;
  } catch {
    return undefined;
  }
}
