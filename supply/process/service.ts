/**
 * Supply itself, once it has settings: it opens what it remembers, serves it, and runs when it is time. Whoever changes the
 * settings changes them for all parts here.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { SupplyOffer, Traffic } from '@atlantic/contract/supply/channel.ts';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { createApi } from '../api/listener.ts';
import { createSupplyMetrics } from '../api/metrics.ts';
import type { ApiSource } from '../api/source.ts';
import { runChecks } from '../check/run-checks.ts';
import { openCatalogue } from '../history/catalogue.ts';
import { carryOut } from '../run/carry-out.ts';
import { createRuns } from '../run/runs.ts';
import { openStore } from '../store/open-store.ts';
import type { CheckWatcher } from '../verdict.ts';
import { buildView } from '../view/build.ts';
import type { SupplyView } from '../view/view.ts';
import { createAlarm } from './alarm.ts';
import { createDiary } from './diary.ts';
import { openFeedDesk } from './feed-desk.ts';
import { createGeoSources } from './geo-sources.ts';
import { createJudgeStates } from './judge-states.ts';
import { createOffers } from './offers.ts';
import { startOwnJudge } from './own-judge.ts';
import { poolOffers } from './pool-offers.ts';
import { nextRun } from './schedule.ts';
import { supplyStatus } from './status.ts';

/** Feedback and traffic change the history all the time. */
const SAVE_EVERY_MS = 30_000;
/** Reports of an earlier life that say when the last full run was. */
const REPORTS_READ = 50;
/** How long an order to end waits for checks to be broken off, and for answers under way. */
const CLOSE_MS = 5_000;

export interface ServiceOptions {
  /** A folder of its own. */
  home: string;
  log: Logger;
  version: string;
  /** What an earlier life was bound to, in place of a port that the system chooses. */
  former: string | undefined;
  offer: (offer: SupplyOffer) => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface Service {
  /** Where the API is: `HOST:PORT` as bound, and a URL for clients on this machine. */
  readonly door: { readonly bind: string; readonly url: string };
  /** Takes other settings over; resolves when they are in force. */
  follow(settings: SupplySettings): Promise<void>;
  onTraffic(traffic: Traffic): void;
  /** Control may have lost what it was offered. */
  onReached(): void;
  /** Breaks a run off, finishes answers, keeps what is known. */
  close(): Promise<void>;
}

/** Rejects when the store or the address of the API cannot be had. */
export async function startService(first: SupplySettings, options: ServiceOptions): Promise<Service> {
  const { home, log, version, former, now } = options;
  let settings = first;
  let view: SupplyView | undefined;
  let building: Promise<void> = Promise.resolve();
  const diary = createDiary();
  const judges = createJudgeStates();
  const ownJudge = await startOwnJudge(first.judge, log);
  const geoSources = createGeoSources(log);
  const desk = openFeedDesk({
    home: join(home, 'feeds'),
    log,
    userAgent: `Atlantic/${version}`,
    now,
    random: Math.random,
  });

  const offers = createOffers({
    wanted: () => poolOffers(view, settings.pools, new Set(catalogue.history.suspects().map(proxyKey))),
    send: options.offer,
    log,
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  const store = await openStore(settings.store, { directory: join(home, 'store'), now });
  const catalogue = await openCatalogue({
    store,
    log,
    now,
    onSnapshot(snapshot) {
      building = building
        .then(() => buildView(snapshot))
        .then((built) => {
          view = built;
          offers.changed();
        })
        .catch((error) => log.error('a snapshot cannot be served', faultFields(error)));
    },
  });
  diary.restore(await catalogue.runs(REPORTS_READ));

  const plan = () => ({
    settings: settings.check,
    judges: settings.judges,
    geo: { country: settings.geo.country, asn: settings.geo.asn },
  });
  const warn = (why: string) => log.warn('checks are hindered', { why });
  const measured = ({ onVerdict, onProgress }: CheckWatcher): CheckWatcher => ({
    onVerdict(index, verdict) {
      metrics.onVerdict(verdict);
      onVerdict(index, verdict);
    },
    onProgress,
  });
  const runs = createRuns({
    carryOut(asked, report, signal) {
      diary.began(report);
      return carryOut(
        asked,
        report,
        {
          catalogue,
          settings: () => settings,
          collect: desk.collect,
          check: (source, watcher, ending) => runChecks(source, plan(), measured(watcher), ending, { warn }),
          onYields: desk.onYields,
          now,
        },
        signal,
      );
    },
    mode: () => settings.check.mode,
    onEnd,
    onFailure: (error) => log.error('a run is broken', faultFields(error)),
    newId: () => now().toString(36) + randomBytes(3).toString('hex'),
    now,
  });

  const next = () => {
    const happened = { ...diary.happened(), anything: desk.anything() || catalogue.history.size() > 0 };
    return nextRun({ ...happened, alive: catalogue.snapshot()?.proxies.length ?? 0 }, settings);
  };
  const alarm = createAlarm(now, () => {
    const due = next();
    if (due && due.at <= now()) runs.start(due.kind);
    replan();
  });
  const replan = () => alarm.at(runs.current() ? undefined : next()?.at);
  const suspectsChanged = () => {
    diary.suspects(catalogue.history.suspects().length > 0 ? now() : undefined);
    offers.changed();
    replan();
  };

  function onEnd(report: RunReport): void {
    const { kind, checks, withheld, published } = report;
    diary.ended(report);
    // What the feeds named was not used: the next run reads them again.
    if (kind === 'full' && withheld !== null) desk.hurry();
    metrics.onRun(report);
    log.info('a run has ended', { outcome: kind, count: checks?.alive ?? 0, why: withheld, version: published });
    suspectsChanged();
  }

  const status = () =>
    supplyStatus({
      view,
      staleness: catalogue.staleness(settings.gates),
      judges: judges.states(),
      running: runs.current(),
      last: catalogue.lastRun(),
      nextRunAt: next()?.at,
      feeds: desk.views(),
      known: catalogue.history.size(),
      geo: geoSources(settings.geo),
    });
  const metrics = createSupplyMetrics(status);
  const source: ApiSource = {
    view: () => view,
    status,
    runs: catalogue.runs,
    reload(force) {
      desk.hurry();
      return runs.start('full', force);
    },
    abort: runs.abort,
    report: (key, ok, caller) => (catalogue.history.report(key, ok, caller, now()) === 'unknown' ? 'unknown' : 'noted'),
    remove(key) {
      if (!catalogue.history.get(key)) return false;
      catalogue.history.suspect(key, now());
      suspectsChanged();
      return true;
    },
    feeds: desk.views,
    testFeed: desk.test,
    history: catalogue.history.get,
  };

  const api = createApi({ source, metrics, log, settings, now: () => performance.now(), random: Math.random });

  /** `listen`, `judge` and `store` do not change while supply runs: control refuses that. */
  async function follow(wanted: SupplySettings): Promise<void> {
    settings = wanted;
    judges.follow(settings);
    const { feeds, everySeconds, check } = settings;
    const fresh = desk.follow({ feeds, everySeconds, allowPrivate: check.allowPrivate });
    // What feeds named before was not used, or is lost; with other settings it may go well.
    const again = view === undefined || diary.happened().withheld > 0;
    if (again) desk.hurry();
    if (fresh || again) diary.news();
    api.settings(settings);
    offers.changed();
    replan();
  }

  await building;
  await follow(first);
  const bind = former ?? first.listen;
  const { url } = await api.listen(bind);
  const bound = formatBind({ host: parseBind(bind)?.host ?? '127.0.0.1', port: Number(new URL(url).port) });
  const saving = setInterval(() => void catalogue.save(), SAVE_EVERY_MS);
  saving.unref();
  return {
    door: { url, bind: bound },
    follow,
    onTraffic(traffic) {
      catalogue.history.applyTraffic(traffic, now());
      suspectsChanged();
    },
    onReached: offers.tellAgain,
    async close() {
      clearInterval(saving);
      alarm.close();
      offers.close();
      runs.abort();
      await Promise.all([api.close(CLOSE_MS), runs.idle()]);
      judges.close();
      await ownJudge?.close();
      await catalogue.close();
    },
  };
}
