/** Starts control: database, keys, credentials, snapshot, server, in this order. */

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';
import { resolveSecret } from '@atlantic/contract/config/secret-reference.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { ControlReady } from '@atlantic/contract/process.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import type { Manifest } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import { collectDefaultMetrics } from '@prometheus-io/client';
import { assemble, createServer } from './app.ts';
import { databaseFile, openDatabase } from './db/open.ts';
import type { Database } from './db/schema.ts';
import { applyDeclared } from './feature/credential/declared.ts';
import { listCredentials } from './feature/credential/store.ts';
import manifest from './package.json' with { type: 'json' };
import { createAdoption } from './plane/adoption.ts';
import { partsReader } from './plane/parts.ts';
import { createPublisher, type Publisher, type PublisherOptions } from './plane/publisher.ts';
import { type FixedParts, fixedParts, type ResolveSecret } from './plane/snapshot.ts';
import { createPlaneStreams } from './plane/streams.ts';
import type { App } from './plugin/app-type.ts';
import { createMetrics } from './plugin/metrics.ts';
import { ensureDemo, usableDemoFile } from './start/demo.ts';
import { ensureApiKey, ensurePlaneToken } from './start/keys.ts';
import { readSetting, writeSetting } from './start/store.ts';

/** How long calls under way may go on after the order to stop. */
const CLOSE_TIMEOUT_MS = 5_000;
const VERSION_SETTING = 'snapshot_version';

export interface ControlOptions {
  /** The data directory, absolute. */
  data: string;
  /** Where to listen instead of `control.listen`: what the system gave a former life of this process for port 0. */
  listen?: string | undefined;
  config: GoodConfig;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface RunningControl {
  ready: ControlReady;
  /** Stops accepting, ends the streams, lets calls finish for at most 5 seconds, closes the database. */
  close(): Promise<void>;
}

function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}

async function declareCredentials(db: Database, options: ControlOptions, resolve: ResolveSecret): Promise<void> {
  const declared = options.config.config.credentials.map(({ name, secret, quotaBytes, quotaRequests, allowFrom }) => ({
    name,
    secretHash: hashSecret(resolve(secret)),
    quota: { bytes: quotaBytes, requests: quotaRequests },
    allowFrom,
  }));
  await applyDeclared(db, declared, options.now());
}

/** A listener may name a credential that is made later through the API; until then it serves nobody. */
async function warnOfMissing(db: Database, config: GoodConfig['config'], log: Logger): Promise<void> {
  const names = new Set((await listCredentials(db)).map(({ name }) => name));
  for (const { bind, credential } of config.egress.listeners) {
    if (credential !== undefined && !names.has(credential))
      log.warn('a listener is for a credential that does not exist', { listener: bind, credential });
  }
}

async function startPublisher(
  db: Database,
  fixed: FixedParts,
  announce: PublisherOptions['announce'],
  now: number,
): Promise<Publisher> {
  const stored = Number((await readSetting(db, VERSION_SETTING)) ?? 0);
  return createPublisher({
    build: partsReader(db, fixed),
    saveVersion: (version) => writeSetting(db, VERSION_SETTING, String(version)),
    // Planes ignore what is older than what they hold. Beginning at the clock keeps a database that was lost, or
    // restored from a backup, ahead of what they heard from it before.
    lastVersion: Math.max(stored, Math.floor(now / 1000)),
    announce,
  });
}

/** Listens and returns the URL to reach it by. Throws `config_invalid` when the address cannot be had. */
async function listen(app: App, bind: string): Promise<string> {
  const { host, port } = parseBind(bind) ?? { host: '127.0.0.1', port: 0 };
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string') throw error;
    throw new AtlanticError('config_invalid', { detail: `control.listen: ${bind} cannot be used (${code}).` });
  }
  const bound = app.server.address();
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${formatBind({ host: reachable, port: typeof bound === 'object' && bound ? bound.port : port })}`;
}

async function closeWithin(app: App, milliseconds: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), milliseconds);
  await app.close().finally(() => clearTimeout(timer));
}

/**
 * Starts control and resolves when it serves.
 * Throws `config_invalid` for a configuration that turns out unusable, and the errors of the file system and of SQLite.
 */
export async function startControl(options: ControlOptions): Promise<RunningControl> {
  const { data, log, now } = options;
  const { config, file } = options.config;
  const resolve: ResolveSecret = (reference) => resolveSecret(reference, dirname(file));
  mkdirSync(data, { recursive: true, mode: 0o700 });

  const db = await openDatabase(databaseFile(data, config.control.database), now);
  const streams = createPlaneStreams(every);
  const app = createServer(log);
  const close = async () => {
    await closeWithin(app, CLOSE_TIMEOUT_MS);
    streams.close();
    await db.destroy();
  };

  try {
    const apiKey = await ensureApiKey(db, data, now(), log);
    const planeToken = await ensurePlaneToken(db, data, now(), log);
    await declareCredentials(db, options, resolve);
    await ensureDemo(db, data, now());

    await warnOfMissing(db, config, log);

    const fixed = fixedParts(config, availableParallelism(), resolve, dirname(file));
    const adoption = createAdoption(streams.connected);
    const announce = (next: Manifest) => {
      streams.announce(next);
      return adoption.waitFor(next.version);
    };
    const publisher = await startPublisher(db, fixed, announce, now());
    const metrics = createMetrics(() => streams.connected().size);
    collectDefaultMetrics({ register: metrics.registry });
    const bind = options.listen ?? config.control.listen;
    const listenHost = parseBind(bind)?.host ?? '127.0.0.1';
    await assemble(app, {
      db,
      log,
      now,
      version: manifest.version,
      listenHost,
      fixed,
      publisher,
      streams,
      adoption,
      metrics,
    });
    const url = await listen(app, bind);

    log.info('control serves', { url, version: publisher.manifest().version });
    const ready: ControlReady = {
      kind: 'control-ready',
      url,
      apiKeyFile: apiKey.file,
      firstStart: apiKey.made,
      demoFile: await usableDemoFile(db, data),
      planeTokenFile: planeToken.file,
    };
    return { ready, close };
  } catch (error) {
    await close();
    throw error;
  }
}
