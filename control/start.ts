/** Starts control: database, keys, credentials, snapshot, server, in this order. */

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve as resolvePath } from 'node:path';
import {
  type CertificateFiles,
  type CertificatePair,
  certificateHolds,
  certificateName,
  readPair,
} from '@atlantic/contract/certificate.ts';
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
import { applyDeclaredAccounts, dropUndeclaredAccounts } from './feature/account/declared.ts';
import { applyDeclaredCredentials } from './feature/credential/declared.ts';
import { listCredentials } from './feature/credential/store.ts';
import manifest from './package.json' with { type: 'json' };
import { createAdoption } from './plane/adoption.ts';
import { createCommands } from './plane/commands.ts';
import { partsReader } from './plane/parts.ts';
import { createPublisher, type Publisher, type PublisherOptions } from './plane/publisher.ts';
import { createReports } from './plane/reports.ts';
import { type FixedParts, fixedParts, type ResolveSecret } from './plane/snapshot.ts';
import { listPlanes } from './plane/store.ts';
import { createPlaneStreams } from './plane/streams.ts';
import type { App } from './plugin/app-type.ts';
import { createMetrics } from './plugin/metrics.ts';
import { isLoopbackHost } from './plugin/security.ts';
import { controlServer } from './plugin/server.ts';
import { followCertificate } from './start/certificate.ts';
import { ensureDemo, usableDemoFile } from './start/demo.ts';
import { warnOfEmptyPools } from './start/empty-pools.ts';
import { ensureApiKey, ensurePlaneToken } from './start/keys.ts';
import { foundProvider } from './start/provider.ts';
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

/** Makes the database agree with the file: all of it or, when it throws, nothing. */
async function applyFile(db: Database, options: ControlOptions, resolve: ResolveSecret): Promise<void> {
  const { accounts, credentials } = options.config.config;
  const declaredAccounts = accounts.map(({ targets, ...account }) => ({ ...account, ...targets }));
  const declared = credentials.map(({ secret, ...credential }) => ({
    ...credential,
    secretHash: hashSecret(resolve(secret)),
  }));
  const now = options.now();
  await db.transaction().execute(async (step) => {
    await applyDeclaredAccounts(step, declaredAccounts, now);
    await applyDeclaredCredentials(step, declared, now);
    await dropUndeclaredAccounts(step, declaredAccounts, now);
  });
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
async function listen(app: App, bind: string, scheme: 'http' | 'https'): Promise<string> {
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
  return `${scheme}://${formatBind({ host: reachable, port: typeof bound === 'object' && bound ? bound.port : port })}`;
}

/** What programs on this machine need to know that it is control, beside its URL. */
function proofOf(url: string, files: CertificateFiles, certificate: string): Pick<ControlReady, 'ca' | 'name'> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const name = certificateHolds(certificate, host) ? undefined : certificateName(certificate);
  return { ca: files.certificate, ...(name !== undefined && { name }) };
}

/** The files of `control.tls` and what they hold. Throws `config_invalid`. */
function readTls(config: GoodConfig): { files: CertificateFiles; pair: CertificatePair } | undefined {
  const { tls } = config.config.control;
  if (tls === undefined) return undefined;
  const directory = dirname(config.file);
  const files = { certificate: resolvePath(directory, tls.certificate), key: resolvePath(directory, tls.key) };
  const read = readPair(files);
  if ('pair' in read) return { files, pair: read.pair };
  const [{ at, message }] = read.problems;
  throw new AtlanticError('config_invalid', { detail: `control.tls.${at} ${message}.` });
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

  const tls = readTls(options.config);
  let certificate = tls?.pair.certificate;
  const server = controlServer(tls?.pair);
  const app = createServer(log, server);
  const db = await openDatabase(databaseFile(data, config.control.database), now);
  const reports = createReports(now);
  const streams = createPlaneStreams(every, reports.isSilent);
  const commands = createCommands({ db, now, streams });
  let stopFollowing = () => {};
  const close = async () => {
    stopFollowing();
    await closeWithin(app, CLOSE_TIMEOUT_MS);
    streams.close();
    await db.destroy();
  };

  try {
    const apiKey = await ensureApiKey(db, data, now(), log);
    const planeToken = await ensurePlaneToken(db, data, now(), log);
    await applyFile(db, options, resolve);
    await ensureDemo(db, data, now());

    await warnOfMissing(db, config, log);

    const directory = dirname(file);
    const find = (name: string) => foundProvider(name, directory);
    const fixed = fixedParts(config, { cores: availableParallelism(), resolve, find, directory });
    await warnOfEmptyPools(db, fixed.pools, log);
    const adoption = createAdoption(streams.connected);
    const announce = (next: Manifest) => {
      streams.announce(next);
      return adoption.waitFor(next.version);
    };
    const publisher = await startPublisher(db, fixed, announce, now());
    const metrics = createMetrics(async () => {
      const connected = streams.connected();
      const live = (await listPlanes(db)).filter(({ revokedAt }) => revokedAt === null);
      return live.map(({ id, name }) => ({ name, connected: connected.has(id), report: reports.last(id)?.report }));
    });
    collectDefaultMetrics({ register: metrics.registry });
    const bind = options.listen ?? config.control.listen;
    const listenHost = parseBind(bind)?.host ?? '127.0.0.1';
    await assemble(app, {
      db,
      log,
      now,
      version: manifest.version,
      listenHost,
      holdsName: (host) => certificate !== undefined && certificateHolds(certificate, host),
      fixed,
      publisher,
      streams,
      adoption,
      reports,
      commands,
      metrics,
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
      ...(tls && proofOf(url, tls.files, tls.pair.certificate)),
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
