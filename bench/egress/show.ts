/** A run as text: the table, and below it what has to be known about it. */
import type { SavedPeer, SavedRun } from './saved.ts';
import { remarksOn } from './summary.ts';
import { markdownTable } from './table.ts';

const titleOf = ({ title, version }: SavedPeer): string => (version === '' ? title : `${title} ${version}`);

export function showRun({ peers, measurements }: Pick<SavedRun, 'peers' | 'measurements'>): string {
  const rows = peers.map((peer) => ({ peer: peer.peer, title: titleOf(peer) }));
  const unpinned = new Set(peers.filter(({ pinned }) => !pinned).map(({ peer }) => peer));
  const remarks = remarksOn(measurements, (peer) => !unpinned.has(peer));
  const settings = peers.map((peer) => `- ${titleOf(peer)}: ${peer.settings}.`);
  return [markdownTable(rows, measurements), settings.join('\n'), remarks.map((one) => `- ${one}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}
