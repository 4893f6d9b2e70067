/**
 * Supply's end of the channel to control: it follows its part of the snapshot and serves from the last one when control is
 * away, hears what became of proxies in traffic, obeys, and says how it is.
 */
import { rmSync } from 'node:fs';
import type { PlaneReport } from '@atlantic/contract/plane.ts';
import type { LogLevel } from '@atlantic/contract/process.ts';
import { type Traffic, trafficSchema } from '@atlantic/contract/supply/channel.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { PLANE_REVOKED, type PlaneClient } from '@atlantic/kernel/channel/client.ts';
import { createCommands } from '@atlantic/kernel/channel/commands.ts';
import { reportState } from '@atlantic/kernel/channel/state-reports.ts';
import { type AdjustableLogger, faultFields } from '@atlantic/kernel/observe/log.ts';
import { followSnapshot } from '@atlantic/kernel/snapshot/follow.ts';
import { type KeptSnapshot, keepSnapshot, loadSnapshot } from '@atlantic/kernel/snapshot/keep.ts';

/** How long a start waits for control before it serves from the kept snapshot. */
const FIRST_SNAPSHOT_MS = 3_000;

/** What this process knows of itself; the rest of a report is the channel's. */
export type OwnReport = Pick<PlaneReport, 'listeners' | 'workers' | 'supply'>;

export interface ChannelOptions {
  client: PlaneClient;
  log: AdjustableLogger;
  logLevel: LogLevel;
  /** Where the last snapshot is kept; it holds secrets of feeds. */
  file: string;
  epoch: string;
  version: string;
  /** Takes settings over; resolves when they are in force. Called for one after the other. */
  onSettings(settings: SupplySettings): Promise<void>;
  onTraffic(traffic: Traffic): void;
  /** Control follows again after it was away, or for the first time. */
  onReached(): void;
  /** Control orders the end, or wants this plane no more. */
  onEnd(why: 'drained' | 'plane_revoked'): void;
  own(): OwnReport;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Follows until `signal` aborts. Never rejects. */
export async function followControl(options: ChannelOptions, signal: AbortSignal): Promise<void> {
  const { client, log, file, epoch, version, onSettings, own } = options;
  const startedAt = performance.now();
  const held = loadSnapshot('supply', file, log);
  let level = options.logLevel;
  let applied: number | undefined;
  let away = true;
  let draining = false;
  let reopenStream = () => {};

  /** Settings are taken over one after another. */
  let turn: Promise<void> = Promise.resolve();
  const apply = ({ manifest, snapshot }: KeptSnapshot<'supply'>) => {
    turn = turn
      .then(() => onSettings(snapshot.supply))
      .then(() => {
        applied = manifest.version;
      })
      .catch((error) => log.error('a snapshot could not be applied', faultFields(error)));
  };
  const onFollowed = () => {
    if (!away) return;
    away = false;
    options.onReached();
  };

  const commands = createCommands({
    log,
    acknowledge: client.acknowledge,
    async obey(order) {
      if (order.kind === 'drain') {
        draining = true;
        return () => options.onEnd('drained');
      }
      if (order.kind !== 'log-level') throw new Error('Supply does not do that.');
      level = order.level;
      log.setLevel(level);
      return undefined;
    },
  });

  const fallback = setTimeout(() => {
    if (applied !== undefined || !held) return;
    log.warn('control is away; working from the kept snapshot', { version: held.manifest.version });
    apply(held);
  }, FIRST_SNAPSHOT_MS);
  const following = followSnapshot(
    {
      kind: 'supply',
      client,
      log,
      held,
      onSnapshot(kept) {
        onFollowed();
        keepSnapshot(file, kept);
        apply(kept);
      },
      onUnchanged() {
        onFollowed();
        if (applied === undefined && held) apply(held);
      },
      onRecall() {},
      onCommand: (command) => void commands.take(command),
      onOther({ event, data }) {
        if (event === 'traffic') options.onTraffic(trafficSchema.parse(JSON.parse(data)));
      },
      onAttempt(reopen) {
        reopenStream = reopen;
      },
      onBroken(error) {
        if (codeOf(error) === PLANE_REVOKED) {
          log.error('control has revoked this plane: it ends');
          rmSync(file, { force: true });
          options.onEnd('plane_revoked');
        } else if (!away) {
          log.warn('control cannot be followed; what is in force stays', faultFields(error));
          away = true;
        }
      },
    },
    signal,
  );
  const reporting = reportState(
    {
      state: () => ({
        epoch,
        version,
        uptimeSeconds: Math.round((performance.now() - startedAt) / 1000),
        snapshotVersion: applied ?? null,
        logLevel: level,
        draining,
        ...own(),
      }),
      async send(report) {
        await client.reportState(report);
        await commands.flush();
      },
      onReached: () => reopenStream(),
      now: () => performance.now(),
    },
    signal,
  );
  await Promise.all([following, reporting]);
  clearTimeout(fallback);
  await turn;
}
