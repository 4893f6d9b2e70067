/** How supply is doing, put together from what its parts know. Pure. */
import type { FeedState } from '@atlantic/contract/supply/feed.ts';
import type { RunReport, SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { Staleness } from '../history/gates.ts';
import type { SupplyView } from '../view/view.ts';

export interface StatusParts {
  readonly view: SupplyView | undefined;
  /** Of the snapshot; undefined where there is none. */
  readonly staleness: Staleness | undefined;
  readonly judges: SupplyStatus['judges'];
  readonly running: RunReport | undefined;
  readonly last: RunReport | undefined;
  readonly nextRunAt: number | undefined;
  readonly feeds: readonly Pick<FeedState, 'state'>[];
  /** Proxies that are remembered, dead ones too. */
  readonly known: number;
  readonly geo: SupplyStatus['geo'];
}

function snapshotOf({ view, staleness }: StatusParts): SupplyStatus['snapshot'] {
  if (!view || !staleness) return null;
  const { kinds, anonymities, countries } = view.stat();
  const { version, publishedAt } = view;
  return { version, publishedAt, ...staleness, alive: view.proxies.length, kinds, anonymities, countries };
}

export function supplyStatus(parts: StatusParts): SupplyStatus {
  const { judges, running, last, nextRunAt, feeds, known, geo } = parts;
  const count = (wanted: FeedState['state']) => feeds.filter(({ state }) => state === wanted).length;
  return {
    snapshot: snapshotOf(parts),
    judges,
    running: running ?? null,
    last: last ?? null,
    nextRunAt: nextRunAt ?? null,
    feeds: { active: count('active'), paused: count('paused'), off: count('off') },
    known,
    geo,
  };
}
