/**
 * What supply has published and what it remembers: opened from the store at the start, and moved forward by runs. A run comes
 * into force in this order: gates, history in memory, snapshot in the store, snapshot in memory, history in the store, report.
 * So what is served is always what the next start would find, and whoever dies between two steps leaves the last good one.
 */
import type { RunReport, Withheld } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import type { SupplySnapshot, SupplyStore } from '../store/store.ts';
import type { CheckResult } from '../verdict.ts';
import { judgeRun, type Staleness, stalenessOf } from './gates.ts';
import { createHistory, type History } from './history.ts';
import type { Pending } from './pending.ts';
import { reconcile } from './reconcile.ts';
import { snapshotOf } from './snapshot-of.ts';

export interface CatalogueParts {
  readonly store: SupplyStore;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with each snapshot that comes into force, also with the one that was found at the start. */
  readonly onSnapshot: (snapshot: SupplySnapshot) => void;
}

export interface FinishedRun {
  /** As the run ended; what becomes of it is filled in. */
  readonly report: RunReport;
  readonly result: CheckResult;
  /** Its verdicts, which are used up. */
  readonly pending: Pending;
  readonly settings: Pick<SupplySettings, 'gates' | 'keepDeadSeconds'>;
  /** Publish whatever was found: an operator said so. */
  readonly force: boolean;
}

export interface Catalogue {
  readonly history: History;
  readonly snapshot: () => SupplySnapshot | undefined;
  /** The last that ended. */
  readonly lastRun: () => RunReport | undefined;
  /** How old the snapshot is, and whether that or the last run speaks against it; undefined where there is none. */
  readonly staleness: (gates: SupplySettings['gates']) => Staleness | undefined;
  /** The newest first. */
  readonly runs: (most: number) => Promise<readonly RunReport[]>;
  /** Publishes a run or withholds it; the result is its report, which says what became of it. Never rejects. */
  readonly publish: (run: FinishedRun) => Promise<RunReport>;
  /** Saves what is not saved yet, a snapshot that the store did not take among it. To be called now and then. */
  readonly save: () => Promise<void>;
  /** Saves, and closes the store. */
  readonly close: () => Promise<void>;
}

/** Reports that are looked at for the highest version, when the snapshot itself was lost. */
const REPORTS_READ = 50;

const whyNot = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 200);
};

/** Rejects when the store cannot be read: without it, it is not known what was published. */
export async function openCatalogue(parts: CatalogueParts): Promise<Catalogue> {
  const { store, log, now, onSnapshot } = parts;
  const history = createHistory();
  let current: SupplySnapshot | undefined;
  let last: RunReport | undefined;
  let version = 0;
  /** What speaks against the snapshot, by the last run. */
  let withheld: Withheld | null = null;
  /** Made, and not taken by the store. */
  let unsaved: { readonly snapshot: SupplySnapshot; readonly report: RunReport } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }

  function comeIntoForce(snapshot: SupplySnapshot): void {
    current = snapshot;
    version = Math.max(version, snapshot.version);
    onSnapshot(snapshot);
  }

  function ended(report: RunReport): void {
    last = report;
    // A check of a few suspects says nothing of all the others; of the store it does.
    const ofStore = report.withheld === 'store-failed' || (withheld === 'store-failed' && report.published !== null);
    if (report.kind !== 'suspects' || ofStore) withheld = report.withheld;
  }

  async function load(): Promise<void> {
    const { damaged } = await store.loadHistory((entry) => history.restore(entry));
    if (damaged > 0) log.warn('entries of the history are damaged and left out', { count: damaged });
    const { snapshot, problems } = await store.loadSnapshot();
    for (const why of problems) log.error('a part of the store is damaged', { why });
    const reports = await store.runs(REPORTS_READ);
    for (const report of reports.toReversed()) ended(report);
    version = Math.max(0, ...reports.map(({ published }) => published ?? 0));
    if (snapshot !== undefined) {
      await reconcile(history, snapshot, now());
      comeIntoForce(snapshot);
    } else if ((version > 0 || problems.length > 0) && history.size() > 0) await makeUp();
  }

  /** There was a snapshot, and it is lost: what the history knows to be alive takes its place, as old as that is. */
  async function makeUp(): Promise<void> {
    let youngest = 0;
    for (const { checkedAt } of history.entries()) youngest = Math.max(youngest, checkedAt);
    comeIntoForce(await snapshotOf(history, { run: last?.id ?? 'lost', version: version + 1, now: youngest }));
  }

  async function saveHistory(): Promise<void> {
    const changes = history.takeChanges();
    if (changes.changed.length + changes.forgotten.length === 0) return;
    try {
      await store.saveHistory(changes.changed, changes.forgotten);
    } catch (error) {
      history.putBack(changes);
      log.error('the history cannot be saved; it is tried again', faultFields(error));
    }
  }

  async function finish(report: RunReport): Promise<RunReport> {
    ended(report);
    await saveHistory();
    try {
      await store.saveRun(report);
    } catch (error) {
      log.error('the report of a run cannot be saved', faultFields(error));
    }
    return report;
  }

  async function saveSnapshot(snapshot: SupplySnapshot, report: RunReport): Promise<RunReport> {
    unsaved = { snapshot, report };
    try {
      await store.saveSnapshot(snapshot);
    } catch (error) {
      log.error('the snapshot cannot be saved; the one before is kept, and it is tried again', faultFields(error));
      return { ...report, withheld: 'store-failed', detail: `the store did not take it (${whyNot(error)})` };
    }
    unsaved = undefined;
    comeIntoForce(snapshot);
    return { ...report, published: snapshot.version, withheld: null, detail: null };
  }

  async function publish({ report, result, pending, settings, force }: FinishedRun): Promise<RunReport> {
    const { summary: checks } = result;
    const { kind, feeds } = report;
    const previous = current?.proxies.length ?? 0;
    const judgement = judgeRun({ kind, feeds, checks, ended: result.ended, previous, force }, settings.gates);
    if (!judgement.publish) {
      await pending.settle('alive', now());
      log.warn('a run is withheld, and the last good snapshot is kept', { why: judgement.why });
      return finish({ ...report, withheld: judgement.why, detail: judgement.detail });
    }
    await pending.settle('all', now());
    history.forget(settings.keepDeadSeconds, now());
    version += 1;
    // Those that are no suspects were not checked: they are as old as they were.
    const at = kind === 'suspects' ? (current?.publishedAt ?? now()) : now();
    const snapshot = await snapshotOf(history, { run: report.id, version, now: at });
    return finish(await saveSnapshot(snapshot, report));
  }

  async function save(): Promise<void> {
    if (unsaved === undefined) return saveHistory();
    const { snapshot, report } = unsaved;
    const after = await saveSnapshot(snapshot, report);
    // A later run may have ended meanwhile, and been withheld: what it says of itself stands.
    if (after.withheld === null && last?.id === report.id) await finish(after);
    else await saveHistory();
  }

  await load();
  return {
    history,
    snapshot: () => current,
    lastRun: () => last,
    staleness: (gates) => current && stalenessOf(current.publishedAt, withheld, gates, now()),
    runs: (most) => store.runs(most),
    publish: (run) => inTurn(() => publish(run)),
    save: () => inTurn(save),
    async close() {
      await inTurn(save);
      await store.close();
    },
  };
}
