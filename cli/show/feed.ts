/** What a fetch of a feed came to, in words. */
import type { FeedReport } from '@atlantic/contract/supply/feed.ts';
import { countsText } from './counts.ts';
import { showBytes } from './quantity.ts';

/** `status (404)`; empty where all was well. */
export const problemText = ({ problem, detail }: Pick<FeedReport, 'problem' | 'detail'>): string =>
  problem === null ? '' : `${problem}${detail === null ? '' : ` (${detail})`}`;

/** `120 found (text, 4 KiB in 0.3 s): 100 new, 20 known; 3 rejected (bad-port 2, unreadable 1)`. */
export function reportText(report: FeedReport): string {
  const { found, fresh, duplicate, rejected, format, bytes, seconds, unchanged } = report;
  const problem = problemText(report);
  if (problem !== '') return `failed: ${problem}, after ${showBytes(bytes)} in ${Number(seconds.toFixed(1))} s`;
  const how = unchanged ? 'unchanged' : `${format ?? 'unknown'}, ${showBytes(bytes)}`;
  const reasons = countsText(rejected);
  const all = Object.values(rejected).reduce((sum, count) => sum + (count ?? 0), 0);
  const lost = all === 0 ? '' : `; ${all} rejected (${reasons})`;
  return `${found} found (${how} in ${Number(seconds.toFixed(1))} s): ${fresh} new, ${duplicate} known${lost}`;
}
