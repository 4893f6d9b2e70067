/**
 * The primary: serves no traffic. It follows control's snapshot, keeps the workers, holds their grants, and reports what
 * their ledgers say. One life of it is an epoch.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { formatBind } from '@atlantic/contract/config/bind.ts';
import type { EgressReady, LogLevel } from '@atlantic/contract/process.ts';
import { createPlaneClient } from '@atlantic/kernel/channel/client.ts';
import { createLog, faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { followParent, onStopSignal, tellParent } from '@atlantic/kernel/process/parent.ts';
import { followSnapshot } from '@atlantic/kernel/snapshot/follow.ts';
import { type KeptSnapshot, keepSnapshot, loadSnapshot } from '@atlantic/kernel/snapshot/keep.ts';
import { ledgerFile, openEpoch } from '@atlantic/kernel/usage/epoch.ts';
import { createReporter } from '@atlantic/kernel/usage/report.ts';
import { createBinder } from './bind.ts';
import { createGrants } from './grants.ts';
import type { BoundListener } from './messages.ts';
import { createWorkers } from './workers.ts';

const REPORT_EVERY_MS = 1_000;
/** How long a start waits for control before it serves from the kept snapshot. */
const FIRST_SNAPSHOT_MS = 3_000;
/** How long the end waits for control to take the last report; what is not taken is reported by the next start. */
const LAST_REPORT_MS = 5_000;

export interface PrimarySettings {
  data: string;
  control: string;
  tokenFile: string;
  /** What an earlier life of this plane had bound. */
  former: readonly string[];
  logLevel: LogLevel;
}

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
export async function runPrimary({ data, control, tokenFile, former, logLevel }: PrimarySettings): Promise<void> {
  const log = createLog({ name: 'egress', level: logLevel });
  const home = join(data, 'egress');
  const ledgers = join(home, 'ledger');
  const snapshotFile = join(home, 'snapshot.json');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const epoch = Date.now().toString(36) + randomBytes(6).toString('hex');
  openEpoch(ledgers, epoch);

  const client = createPlaneClient({ url: control, token: readFileSync(tokenFile, 'utf8').trim() });
  const reporter = createReporter({ root: ledgers, epoch, send: client.report, log });
  const stopping = new AbortController();
  const bind = createBinder(former);
  let bound: BoundListener[] = [];

  const grants = createGrants({ epoch, client, workers: () => workers, slots: () => reporter.slots() });
  const workers = createWorkers({
    log,
    snapshotFile,
    ledgerFile: (worker) => ledgerFile(ledgers, epoch, String(worker)),
    onMessage: grants.onMessage,
    onGone: grants.onWorkerGone,
    onChange: () => {
      if (!workers.allServing()) return;
      const listeners = bound.map(({ host, port, protocols, tls }) => ({
        bind: formatBind({ host, port }),
        protocols: [...protocols],
        ...(tls && { tls: true as const }),
      }));
      const ready: EgressReady = { kind: 'egress-ready', listeners, workers: workers.pids() };
      tellParent(ready);
    },
  });

  /** Snapshots are taken over one after another; binding waits for the system. */
  let turn: Promise<void> = Promise.resolve();
  let applied: number | undefined;
  const apply = ({ manifest, snapshot: { egress } }: KeptSnapshot) => {
    applied = manifest.version;
    turn = turn
      .then(async () => {
        bound = await bind(egress.listeners);
        workers.apply({ count: egress.workers, listeners: bound, drainMs: egress.drainSeconds * 1000 });
        // Not waited for: the next snapshot must not queue behind a worker that is slow to start.
        workers
          .adoptSnapshot()
          .then(() => client.adopted(manifest.version))
          .catch((error) => log.debug('control does not know yet that a snapshot is in force', faultFields(error)));
      })
      .catch((error) => log.error('a snapshot could not be applied', faultFields(error)));
  };

  const held = loadSnapshot(snapshotFile, log);
  const following = followSnapshot(
    {
      client,
      log,
      held,
      onSnapshot: (kept) => {
        keepSnapshot(snapshotFile, kept);
        apply(kept);
        log.info('serving from a snapshot', { version: kept.manifest.version });
      },
      onUnchanged: () => {
        if (applied === undefined && held) apply(held);
      },
      onRecall: ({ credentials }) => grants.onRecall(credentials),
    },
    stopping.signal,
  );
  const fallback = setTimeout(() => {
    if (applied !== undefined || !held) return;
    log.warn('control is away; serving from the kept snapshot', { version: held.manifest.version });
    apply(held);
  }, FIRST_SNAPSHOT_MS);
  void reportUsage(reporter.round, log, stopping.signal);

  const stop = async () => {
    if (stopping.signal.aborted) return;
    clearTimeout(fallback);
    await turn;
    await workers.drain();
    stopping.abort();
    await following;
    const lastReport = reporter.round().then(reporter.close);
    await Promise.race([lastReport, wait(LAST_REPORT_MS, undefined, { ref: false })]).catch((error) =>
      log.warn('the last usage report waits for the next start', faultFields(error)),
    );
    process.exit(0);
  };
  onStopSignal(() => void stop());
  followParent(() => void stop());
}
