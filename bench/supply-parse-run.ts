/** Reads one file as a feed and prints what that took: the part of `supply-parse` that is measured. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { collectFeeds } from '@atlantic/supply/feed/collect-feeds.ts';
import { resolveBySystem } from '@atlantic/supply/feed/judged-address.ts';
import type { ParseFigures } from './supply-parse.ts';

const MIB = 2 ** 20;
/** How often the loop is looked at. */
const RESOLUTION_MS = 1;

const feed = feedSchema.parse({ name: 'bench', managed: 'api', file: process.argv[2], maxBytes: 1_073_741_824 });
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
// What starting took is not of interest.
await new Promise((resolve) => setTimeout(resolve, 100));
delay.enable();
const base = process.memoryUsage.rss();
const begun = performance.now();
const { candidates, reports } = await collectFeeds([feed], {
  bodies: undefined,
  userAgent: 'bench',
  allowPrivate: false,
  resolve: resolveBySystem,
  now: Date.now,
  signal: new AbortController().signal,
});
const seconds = (performance.now() - begun) / 1_000;
const figures: ParseFigures = {
  found: reports[0]?.found ?? 0,
  unique: candidates.size,
  seconds,
  longestBlockMs: delay.max / 1e6,
  // Linux counts in KiB.
  peakOverBaseMiB: (process.resourceUsage().maxRSS * 1_024 - base) / MIB,
};
console.log(JSON.stringify(figures));
