/** Starts control: database, keys, configuration, snapshot, server, in this order. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { certificateHolds } from '@atlantic/contract/certificate.ts';
import { parseBind } from '@atlantic/contract/config/bind.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';
import type { ControlReady } from '@atlantic/contract/process.ts';
import { hashSecret, newSecret } from '@atlantic/contract/secret.ts';
import { SHIPPED_FEEDS } from '@atlantic/contract/supply/shipped-feeds.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import { collectDefaultMetrics } from '@prometheus-io/client';
import { assemble, createServer } from './app.ts';
import { databaseFile, openDatabase } from './db/open.ts';
import type { Database } from './db/schema.ts';
import { LOCAL_PLANE } from './feature/plane/rules.ts';
import manifest from './package.json' with { type: 'json' };
import { type Adoption, createAdoption } from './plane/adoption.ts';
import { createCommands } from './plane/commands.ts';
import { partsReader, type SupplyAdditions } from './plane/parts.ts';
import { createPublisher, type Publisher } from './plane/publisher.ts';
import { createReports, type Reports } from './plane/reports.ts';
import type { FixedParts } from './plane/snapshot.ts';
import { listPlanes } from './plane/store.ts';
import { createPlaneStreams, type PlaneStreams } from './plane/streams.ts';
import { createMetrics } from './plugin/metrics.ts';
import { isLoopbackHost } from './plugin/security.ts';
import { controlServer } from './plugin/server.ts';
import { followCertificate } from './start/certificate.ts';
import { ensureDemo, usableDemoFile } from './start/demo.ts';
import { ensureApiKey, ensurePlaneToken, ensureSupplyToken } from './start/keys.ts';
import { closeInTime, listen, proofOf, readTls } from './start/listen.ts';
import { createReload } from './start/reload.ts';
import { readSetting, writeSetting } from './start/store.ts';
import { warnOf } from './start/warnings.ts';

const VERSION_SETTING = 'snapshot_version';

export interface ControlOptions {
  /** The data directory, absolute. */
  data: string;
  /** Where to listen instead of `control.listen`: what the system gave a former life of this process for port 0. */
  listen?: string | undefined;
  config: GoodConfig;
  /** Absolute path of the file that `config` was read from; undefined: the defaults are in force. */
  configFile?: string | undefined;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface RunningControl {
  ready: ControlReady;
  /** Reads the configuration file again and applies it. Never rejects: what is wrong with it is logged. */
  reload(): Promise<void>;
  /** Stops accepting, ends the streams, lets calls finish for at most 5 seconds, closes the database. */
  close(): Promise<void>;
}

function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}

/** A change is announced to every open stream, and answered when the planes have taken it over. */
async function startPublisher(
  db: Database,
  fixed: () => FixedParts,
  { streams, adoption, supply }: { streams: PlaneStreams; adoption: Adoption; supply: SupplyAdditions },
  now: number,
): Promise<Publisher> {
  const stored = Number((await readSetting(db, VERSION_SETTING)) ?? 0);
  return createPublisher({
    build: partsReader(db, fixed, supply),
    saveVersion: (version) => writeSetting(db, VERSION_SETTING, String(version)),
    // Planes ignore what is older than what they hold. Beginning at the clock keeps a database that was lost, or
    // restored from a backup, ahead of what they heard from it before.
    lastVersion: Math.max(stored, Math.floor(now / 1000)),
    announce(next) {
      streams.announce(next);
      return adoption.waitFor(next.version);
    },
  });
}

function startMetrics(db: Database, streams: PlaneStreams, reports: Reports) {
  const metrics = createMetrics(async () => {
    const connected = streams.connected();
    const live = (await listPlanes(db)).filter(({ kind, revokedAt }) => kind === 'egress' && revokedAt === null);
    return live.map(({ id, name }) => ({ name, connected: connected.has(id), report: reports.last(id)?.report }));
  });
  collectDefaultMetrics({ register: metrics.registry });
  return metrics;
}

/**
 * Starts control and resolves when it serves.
 * Throws `config_invalid` for a configuration that turns out unusable, and the errors of the file system and of SQLite.
 */
export async function startControl(options: ControlOptions): Promise<RunningControl> {
  const { data, log, now } = options;
  const { config } = options.config;
  mkdirSync(data, { recursive: true, mode: 0o700 });

  const tls = readTls(options.config);
  let certificate = tls?.pair.certificate;
  const server = controlServer(tls?.pair);
  const app = createServer(log, server);
  const db = await openDatabase(databaseFile(data, config.control.database), now);
  const reports = createReports(now);
  const streams = createPlaneStreams(every, reports.isSilent);
  const adoption = createAdoption(() => streams.connected('egress'));
  const commands = createCommands({ db, now, streams });
  // Another one in each life: supply follows, and nobody has to keep it.
  const supply = { key: newSecret('supplyKey'), shipped: SHIPPED_FEEDS };
  let publisher: Publisher | undefined;
  let stopFollowing = () => {};
  const close = async () => {
    stopFollowing();
    await closeInTime(app);
    streams.close();
    await db.destroy();
  };

  try {
    const apiKey = await ensureApiKey(db, data, now(), log);
    const planeToken = await ensurePlaneToken(db, data, now(), log);
    const supplyToken = await ensureSupplyToken(config.supply.enabled, db, data, now(), log);
    const reload = createReload({
      db,
      log,
      now,
      cores: availableParallelism(),
      file: options.configFile,
      first: options.config,
      isHere: () => streams.connected().has(LOCAL_PLANE),
      publish: async () => publisher?.publish(),
      recall: streams.recall,
    });
    await reload.start();
    await ensureDemo(db, data, now());
    await warnOf(db, reload.fixed(), log);
    publisher = await startPublisher(
      db,
      reload.fixed,
      { streams, adoption, supply: { keyHash: hashSecret(supply.key), shipped: supply.shipped } },
      now(),
    );

    const bind = options.listen ?? config.control.listen;
    const listenHost = parseBind(bind)?.host ?? '127.0.0.1';
    await assemble(app, {
      db,
      log,
      now,
      version: manifest.version,
      listenHost,
      holdsName: (host) => certificate !== undefined && certificateHolds(certificate, host),
      fixed: reload.fixed,
      config: reload,
      publisher,
      streams,
      adoption,
      reports,
      commands,
      metrics: startMetrics(db, streams, reports),
      supply,
    });
    const url = await listen(app, bind, tls ? 'https' : 'http');
    if (tls) {
      stopFollowing = followCertificate({
        files: tls.files,
        current: tls.pair,
        onChange: (pair) => {
          server.replace(pair);
          certificate = pair.certificate;
        },
        every,
        log,
      });
    } else if (!isLoopbackHost(listenHost)) {
      log.warn('CONTROL IS OPEN TO A NETWORK WITHOUT TLS: keys and tokens cross it readable. Set control.tls.', {
        url,
      });
    }

    log.info('control serves', { url, version: publisher.manifest().version });
    const ready: ControlReady = {
      kind: 'control-ready',
      url,
      ...(tls && proofOf(url, tls)),
      apiKeyFile: apiKey.file,
      firstStart: apiKey.made,
      demoFile: await usableDemoFile(db, data),
      planeTokenFile: planeToken.file,
      supplyTokenFile: supplyToken?.file ?? null,
    };
    return { ready, reload: reload.fromFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}
