/**
 * The primary: serves no traffic. It follows control's snapshot, keeps the workers, holds their grants, and reports what
 * their ledgers say. One life of it is an epoch.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { formatBind } from '@atlantic/contract/config/bind.ts';
import { createHttpsFetch, type HttpsTrust } from '@atlantic/contract/https-fetch.ts';
import type { PlaneReport, WorkerFigures } from '@atlantic/contract/plane.ts';
import type { EgressEnded, EgressReady, LogLevel } from '@atlantic/contract/process.ts';
import { createPlaneClient, PLANE_REVOKED } from '@atlantic/kernel/channel/client.ts';
import { createCommands } from '@atlantic/kernel/channel/commands.ts';
import { reportState } from '@atlantic/kernel/channel/state-reports.ts';
import { createLimiter } from '@atlantic/kernel/limit/limiter.ts';
import { createLog, faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { readMachine } from '@atlantic/kernel/overload/machine.ts';
import { followParent, onStopSignal, tellParent } from '@atlantic/kernel/process/parent.ts';
import { followSnapshot } from '@atlantic/kernel/snapshot/follow.ts';
import { type KeptSnapshot, keepSnapshot, loadSnapshot } from '@atlantic/kernel/snapshot/keep.ts';
import { ledgerFile, openEpoch } from '@atlantic/kernel/usage/epoch.ts';
import { createReporter } from '@atlantic/kernel/usage/report.ts';
import manifest from '../package.json' with { type: 'json' };
import { createBinder } from './bind.ts';
import { createGrants } from './grants.ts';
import { createHealthReport } from './health-report.ts';
import { createPlaneBans } from './plane-bans.ts';
import { createPlaneHealth } from './plane-health.ts';
import { createPlaneOverload } from './plane-overload.ts';
import { createPlaneSessions } from './plane-sessions.ts';
import { startProbes } from './probes.ts';
import { createWorkers } from './workers.ts';

const REPORT_EVERY_MS = 1_000;
const HEALTH_TICK_MS = 1_000;
const BANS_TICK_MS = 1_000;
const SESSIONS_TICK_MS = 10_000;
/** How long a start waits for control before it serves from the kept snapshot. */
const FIRST_SNAPSHOT_MS = 3_000;
/** How long the end waits for control to take the last report; what is not taken is reported by the next start. */
const LAST_REPORT_MS = 5_000;

export interface PrimarySettings {
  data: string;
  control: string;
  tokenFile: string;
  /** How control is proved; undefined: by what Node trusts. */
  trust: HttpsTrust | undefined;
  /** What an earlier life of this plane had bound. */
  former: readonly string[];
  /** What is bound in place of the snapshot's listeners. */
  instead: readonly string[];
  logLevel: LogLevel;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Reports again and again until `signal` aborts. An outage of control is said when it begins and when it is over. */
async function reportUsage(round: () => Promise<void>, log: Logger, signal: AbortSignal): Promise<void> {
  let failing = false;
  for (;;) {
    await wait(REPORT_EVERY_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await round();
      if (failing) log.info('usage is reported to control again');
      failing = false;
    } catch (error) {
      if (!failing) log.warn('usage cannot be reported to control; the ledgers keep it', faultFields(error));
      failing = true;
    }
  }
}

/** Runs this process as the primary until it is told to stop. */
export async function runPrimary(settings: PrimarySettings): Promise<void> {
  const { data, control, tokenFile, trust, logLevel } = settings;
  const log = createLog({ name: 'egress', level: logLevel });
  const home = join(data, 'egress');
  const ledgers = join(home, 'ledger');
  const snapshotFile = join(home, 'snapshot.json');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const epoch = Date.now().toString(36) + randomBytes(6).toString('hex');
  openEpoch(ledgers, epoch);

  const startedAt = performance.now();
  const token = readFileSync(tokenFile, 'utf8').trim();
  const client = createPlaneClient({ url: control, token, ...(trust && { fetch: createHttpsFetch(trust) }) });
  const reporter = createReporter({ root: ledgers, epoch, send: client.report, log });
  const stopping = new AbortController();
  const bind = createBinder(settings.former, settings.instead);
  const addresses = () => workers.listeners().map(formatBind);
  let drainSeconds = 0;
  let level = logLevel;
  const figures = new Map<number, WorkerFigures>();

  const grants = createGrants({ epoch, client, workers: () => workers, slots: () => reporter.slots() });
  const healthNow = () => Math.round(performance.timeOrigin + performance.now());
  const health = createPlaneHealth({
    file: join(home, 'health.json'),
    log,
    now: healthNow,
    random: Math.random,
    workers: () => workers.ids(),
    tell: (worker, word) => workers.tell(worker, { kind: 'health', word }),
  });
  setInterval(health.tick, HEALTH_TICK_MS).unref();
  const probes = startProbes({ health, now: healthNow, ending: stopping.signal });
  const bans = createPlaneBans({
    file: join(home, 'bans.json'),
    log,
    now: Date.now,
    tell: (change) => workers.tellAll((id) => ({ kind: 'bans', id, change })),
  });
  setInterval(bans.tick, BANS_TICK_MS).unref();
  const healthReport = createHealthReport(health.conditions);
  const sessions = createPlaneSessions({
    file: join(home, 'sessions.jsonl'),
    log,
    now: Date.now,
    workers: () => workers.ids(),
    tell: (worker, message) => workers.tell(worker, message),
  });
  setInterval(sessions.tick, SESSIONS_TICK_MS).unref();
  const limiter = createLimiter(() => performance.now());
  const overload = createPlaneOverload({
    machine: readMachine(),
    log,
    tell: (worker, message) => workers.tell(worker, message),
  });
  const workers = createWorkers({
    log,
    snapshotFile,
    ledgerFile: (worker) => ledgerFile(ledgers, epoch, String(worker)),
    logLevel,
    health: (worker) => health.words(worker),
    words: sessions.words,
    bans: bans.all,
    onMessage(worker, message) {
      if (message.kind === 'figures') figures.set(worker, message.figures);
      if (message.kind === 'enter') {
        const { id, owners } = message;
        workers.tell(worker, { kind: 'entry', id, entry: limiter.enter(worker, owners) });
      }
      // Only now does it know the endpoints of a new snapshot.
      if (message.kind === 'serving' || message.kind === 'adopted')
        for (const word of health.words(worker)) workers.tell(worker, { kind: 'health', word });
      if (message.kind === 'outcomes') health.onOutcomes(worker, message.outcomes);
      if (message.kind === 'ban')
        void bans.raised(message.ban).then(() => workers.tell(worker, { kind: 'banned', id: message.id }));
      if (message.kind === 'leave') limiter.leave(worker, message.owners);
      sessions.onMessage(worker, message);
      overload.onMessage(worker, message);
      grants.onMessage(worker, message);
    },
    onGone(worker) {
      figures.delete(worker);
      limiter.workerGone(worker);
      overload.onWorkerGone(worker);
      grants.onWorkerGone(worker);
    },
    onChange: () => {
      if (!workers.allServing()) return;
      const listeners = workers.listeners().map(({ host, port, protocols, tls }) => ({
        bind: formatBind({ host, port }),
        protocols: [...protocols],
        ...(tls && { tls: true as const }),
      }));
      const ready: EgressReady = { kind: 'egress-ready', listeners, workers: workers.pids(), drainSeconds };
      void tellParent(ready);
    },
  });

  /** Snapshots are taken over one after another; binding waits for the system. */
  let turn: Promise<void> = Promise.resolve();
  let applied: number | undefined;
  /** Settles when every worker serves from what was applied last. */
  let inForce: Promise<unknown> = Promise.resolve();
  const sayInForce = (version: number) =>
    void inForce
      .then(() => client.adopted(version))
      .catch((error) => log.debug('control does not know yet that a snapshot is in force', faultFields(error)));
  const apply = ({ manifest, snapshot }: KeptSnapshot) => {
    const { egress, accounts, credentials, pools } = snapshot;
    applied = manifest.version;
    overload.update(snapshot);
    limiter.update(credentials, accounts);
    health.follow(pools);
    sessions.follow(pools);
    probes.follow(pools, egress.dns);
    turn = turn
      .then(async () => {
        const listeners = await bind(egress.listeners);
        drainSeconds = egress.drainSeconds;
        workers.apply({ count: egress.workers, listeners, drainMs: egress.drainSeconds * 1000 });
        // Not waited for: the next snapshot must not queue behind a worker that is slow to start.
        inForce = workers.adoptSnapshot();
        sayInForce(manifest.version);
      })
      .catch((error) => log.error('a snapshot could not be applied', faultFields(error)));
  };

  const commands = createCommands({
    log,
    acknowledge: client.acknowledge,
    async obey(order) {
      if (order.kind === 'drain') return () => void stop('drained');
      if (order.kind === 'probe') return probes.test(order);
      if (order.kind === 'bans') await bans.obey(order);
      await sessions.obey(order);
      if (order.kind === 'restart-workers') await workers.restart();
      if (order.kind === 'log-level') {
        level = order.level;
        log.setLevel(level);
        await workers.setLogLevel(level);
      }
      return undefined;
    },
  });

  const held = loadSnapshot('egress', snapshotFile, log);
  let reopenStream = () => {};
  let away = false;
  let ending = false;
  const onFollowed = () => {
    if (away) {
      log.info('control is followed again');
      sessions.tellAgain();
    }
    away = false;
  };
  const following = followSnapshot(
    {
      kind: 'egress',
      client,
      log,
      held,
      onSnapshot: (kept) => {
        onFollowed();
        keepSnapshot(snapshotFile, kept);
        apply(kept);
        log.info('serving from a snapshot', { version: kept.manifest.version });
      },
      onUnchanged: (version) => {
        onFollowed();
        if (applied === undefined && held) apply(held);
        // What changed is for planes of another kind, but whoever waits for the version waits for all.
        turn = turn.then(() => sayInForce(version));
      },
      onRecall: ({ credentials }) => grants.onRecall(credentials),
      onCommand: (command) => void commands.take(command),
      onAttempt(reopen) {
        reopenStream = reopen;
      },
      onBroken(error) {
        if (codeOf(error) === PLANE_REVOKED) {
          log.error('control has revoked this plane: it stops serving');
          // What is in it was entrusted to this plane; a later start must not serve from it.
          rmSync(snapshotFile, { force: true });
          void stop('plane_revoked', 0);
        } else if (!away) {
          log.warn('control cannot be followed; what is in force stays', faultFields(error));
          away = true;
        }
      },
    },
    stopping.signal,
  );
  const fallback = setTimeout(() => {
    if (applied !== undefined || !held) return;
    log.warn('control is away; serving from the kept snapshot', { version: held.manifest.version });
    apply(held);
  }, FIRST_SNAPSHOT_MS);
  void reportUsage(reporter.round, log, stopping.signal);
  const state = (): PlaneReport => ({
    epoch,
    version: manifest.version,
    uptimeSeconds: Math.round((performance.now() - startedAt) / 1000),
    snapshotVersion: applied ?? null,
    logLevel: level,
    draining: ending,
    listeners: addresses(),
    failedListeners: [...workers.failures()],
    workers: [...figures.values()],
    overload: overload.report(),
    bans: bans.report(),
    ...healthReport.take(),
    ...sessions.report(),
  });
  void reportState(
    {
      state,
      async send(report) {
        await client.reportState(report);
        healthReport.sent(report);
        sessions.reported(report);
        await commands.flush();
      },
      onReached: () => reopenStream(),
      now: () => performance.now(),
    },
    stopping.signal,
  );

  const stop = async (why?: EgressEnded['why'], withinMs?: number) => {
    if (ending) return;
    ending = true;
    clearTimeout(fallback);
    await turn;
    await workers.drain(withinMs);
    stopping.abort();
    await following;
    health.save();
    sessions.save();
    const lastReport = Promise.all([reporter.round().then(reporter.close), commands.flush()]);
    await Promise.race([lastReport, wait(LAST_REPORT_MS, undefined, { ref: false })]).catch((error) =>
      log.warn('the last usage report waits for the next start', faultFields(error)),
    );
    if (why) await tellParent({ kind: 'egress-ended', why } satisfies EgressEnded);
    process.exit(why === 'plane_revoked' ? 1 : 0);
  };
  onStopSignal(() => void stop());
  followParent(() => void stop());
}
