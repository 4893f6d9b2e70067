/** One run, on one page: collect candidates -> check each -> publish what is alive, or withhold it. */
import type { FeedReport } from '@atlantic/contract/supply/feed.ts';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import type { RunKind, RunReport } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import type { Candidate, CandidateSource } from '../candidate.ts';
import type { Candidates } from '../feed/candidates.ts';
import type { Catalogue } from '../history/catalogue.ts';
import { keysOf } from '../history/history.ts';
import { createPending } from '../history/pending.ts';
import type { CheckResult, CheckWatcher } from '../verdict.ts';
import type { Asked } from './runs.ts';

export interface Collected {
  readonly candidates: Candidates;
  readonly reports: readonly FeedReport[];
}

/** How many of what a feed lists were checked, and alive. */
export interface Yield {
  checked: number;
  alive: number;
}

export interface CarryOutMeans {
  readonly catalogue: Pick<Catalogue, 'history' | 'publish'>;
  readonly settings: () => SupplySettings;
  /** Reads the feeds. Their faults are in the reports; it rejects only when something is broken. */
  collect(signal: AbortSignal): Promise<Collected>;
  check(source: CandidateSource, watcher: CheckWatcher, signal: AbortSignal): Promise<CheckResult>;
  /** What a full run has found of each feed. */
  onYields(yields: ReadonlyMap<string, Yield>): void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Stands for what no feed lists now, and is remembered. */
const REMEMBERED = '';

const sourceOf = (list: readonly Candidate[]): CandidateSource => ({
  size: list.length,
  at(index) {
    const candidate = list[index];
    if (!candidate) throw new RangeError(`there is no candidate ${index}`);
    return candidate;
  },
});

/** What a run without feeds checks. */
function remembered(kind: Exclude<RunKind, 'full'>, { history }: CarryOutMeans['catalogue']): CandidateSource {
  if (kind === 'suspects') return sourceOf(history.suspects());
  return sourceOf([...history.entries()].filter(({ alive }) => alive).map(({ address }) => address));
}

interface Gathered {
  readonly source: CandidateSource;
  /** The feeds that list it, of those that were read. */
  readonly listing: (index: number) => readonly string[];
  readonly reports: readonly FeedReport[];
}

async function gather(kind: RunKind, means: CarryOutMeans, signal: AbortSignal): Promise<Gathered> {
  if (kind !== 'full') return { source: remembered(kind, means.catalogue), listing: () => [], reports: [] };
  const { candidates, reports } = await means.collect(signal);
  for (const { address } of means.catalogue.history.entries()) candidates.add(REMEMBERED, address);
  const listing = (index: number) => candidates.feedsOf(index).filter((feed) => feed !== REMEMBERED);
  return { source: candidates, listing, reports };
}

/** Feeds that list it now: of those that were read what they say, of the others what they said before. */
function feedsNow(before: readonly string[], listing: readonly string[], read: ReadonlySet<string>): readonly string[] {
  const others = before.filter((feed) => !read.has(feed));
  return others.length === 0 ? listing : [...new Set([...listing, ...others])];
}

function createYields() {
  const yields = new Map<string, Yield>();
  return {
    yields,
    count(feeds: readonly string[], alive: boolean): void {
      for (const feed of feeds) {
        const known = yields.get(feed) ?? { checked: 0, alive: 0 };
        known.checked += 1;
        if (alive) known.alive += 1;
        yields.set(feed, known);
      }
    },
  };
}

/** Keeps `report` as things are, and gives the report at the end of the run. */
export async function carryOut(
  { kind, force }: Asked,
  report: RunReport,
  means: CarryOutMeans,
  signal: AbortSignal,
): Promise<RunReport> {
  const { catalogue, settings, check, onYields, now } = means;
  const { source, listing, reports } = await gather(kind, means, signal);
  const read = new Set(reports.filter(({ problem }) => problem === null).map(({ feed }) => feed));
  report.feeds = [...reports];
  report.progress = { ...report.progress, total: source.size };
  const pending = createPending(catalogue.history);
  const { yields, count } = createYields();
  const result = await check(
    source,
    {
      onVerdict(index, verdict) {
        const candidate = source.at(index);
        const feeds = listing(index);
        const key = verdict.alive ? proxyKey(verdict.address) : keysOf(candidate)[0];
        const before = catalogue.history.get(key ?? '')?.feeds ?? [];
        pending.note(candidate, verdict, feedsNow(before, feeds, read));
        count(feeds, verdict.alive);
      },
      onProgress(progress) {
        report.progress = progress;
      },
    },
    signal,
  );
  const { checked, alive } = result.summary;
  const progress = { ...report.progress, done: checked, alive, inFlight: 0, perSecond: 0, etaSeconds: null };
  if (kind === 'full' && result.ended === undefined) onYields(yields);
  const ended = { ...report, progress, checks: result.summary, endedAt: now() };
  return catalogue.publish({ report: ended, result, pending, settings: settings(), force });
}
