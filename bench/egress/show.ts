/** A run as text: the table, and below it what has to be known about it. */

import { COSTS, SEEN } from './figures.ts';
import type { SavedPeer, SavedRun } from './saved.ts';
import { BARE, remarksOn } from './summary.ts';
import { markdownTable } from './table.ts';

const titleOf = ({ title, version }: SavedPeer): string => (version === '' ? title : `${title} ${version}`);

/** Above this, others were at work and took from everybody's figures. */
const QUIET = 0.3;

export function showRun({
  peers,
  measurements,
  loadBefore,
}: Pick<SavedRun, 'peers' | 'measurements' | 'loadBefore'>): string {
  const rows = peers.map((peer) => ({ peer: peer.peer, title: titleOf(peer) }));
  const unpinned = new Set(peers.filter(({ pinned }) => !pinned).map(({ peer }) => peer));
  const noise = `The machine was not quiet: a load of ${loadBefore.toFixed(1)} before the run. Compare with care.`;
  const remarks = [...(loadBefore > QUIET ? [noise] : []), ...remarksOn(measurements, (peer) => !unpinned.has(peer))];
  const settings = peers.map((peer) => `- ${titleOf(peer)}: ${peer.settings}.`);
  const withProcesses = rows.filter(({ peer }) => peer !== BARE);
  return [
    markdownTable(rows, SEEN, measurements),
    'Processor time of all its processes for',
    markdownTable(withProcesses, COSTS, measurements),
    settings.join('\n'),
    remarks.map((one) => `- ${one}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
