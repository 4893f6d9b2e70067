/** What the API asks of the rest of supply. */
import type { FeedTest, FeedView } from '@atlantic/contract/supply/api.ts';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import type { RunReport, SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { HistoryEntry } from '../store/store.ts';
import type { SupplyView } from '../view/view.ts';

export interface ApiSource {
  /** Of the snapshot that is published now; undefined before the first. A request stays with the one it began with. */
  view(): SupplyView | undefined;
  status(): SupplyStatus;
  /** The newest first. */
  runs(most: number): Promise<readonly RunReport[]>;
  /** Begins a full run, or tells which one is under way. */
  reload(force: boolean): { readonly run: string; readonly already: boolean };
  /** Ends the run that is under way; false: there is none. */
  abort(): boolean;
  /** What became of a request through the proxy with this key (`proxyKey`), as the caller, the name of a key, says. */
  report(key: string, ok: boolean, caller: string): 'noted' | 'unknown';
  /** Leaves it out of all snapshots from the next one on, until a later check proves it; false: it is not known. */
  remove(key: string): boolean;
  feeds(): readonly FeedView[];
  testFeed(feed: Feed): Promise<FeedTest>;
  history(key: string): HistoryEntry | undefined;
}
