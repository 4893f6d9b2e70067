/**
 * A worker: serves traffic from a compiled snapshot, writes its own ledger, and asks its primary for leases. It can lose
 * the primary and still finish what it has begun.
 */
import cluster from 'node:cluster';
import { setMaxListeners } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { DnsSettings } from '@atlantic/contract/dns-settings.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createFailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import { createLog, faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { createStandings, type Standings } from '@atlantic/kernel/pool/standings.ts';
import { ownIdentity } from '@atlantic/kernel/process/identity.ts';
import { loadSnapshot } from '@atlantic/kernel/snapshot/keep.ts';
import { openLedger } from '@atlantic/kernel/usage/ledger.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import { type Listener, openListener } from '../listener/listener.ts';
import { spareKeys } from '../phase/spare.ts';
import { createNames } from '../upstream/resolve.ts';
import { createSpares } from '../upstream/spares.ts';
import { createTlsClient } from '../upstream/tls-client.ts';
import { compileView, type View } from '../view.ts';
import { createBudgets } from './budgets.ts';
import { createFigures, FIGURES_EVERY_MS } from './figures.ts';
import type { BoundListener, ToPrimary, ToWorker } from './messages.ts';
import { createOutcomes } from './outcomes.ts';
import { createPasses } from './passes.ts';
import { createSessions } from './sessions.ts';

/** After the drain deadline, how long a connection may take to notice that it was cut. */
const CUT_GRACE_MS = 3_000;

type Start = Extract<ToWorker, { kind: 'start' }>;

const send = (message: ToPrimary): void => {
  if (process.connected === true) process.send?.(message, undefined, undefined, () => {});
};

/** The addresses of this machine now. */
const localAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((found = []) => found.map(({ address }) => address));

function readView(
  { snapshotFile, listeners }: Start,
  standings: Standings,
  log: Logger,
): { view: View; drainMs: number; dns: DnsSettings | undefined; credentials: View['credentials'] } {
  const kept = loadSnapshot(snapshotFile, log);
  if (!kept) throw new Error('there is no snapshot to serve from');
  const view = compileView(kept.manifest.version, kept.snapshot, { listeners, local: localAddresses() }, standings);
  const { drainSeconds, dns } = kept.snapshot.egress;
  return { view, drainMs: drainSeconds * 1000, dns, credentials: view.credentials };
}

async function openListeners(gateway: Gateway, listeners: readonly BoundListener[]): Promise<Listener[]> {
  return Promise.all(
    listeners.map((listener) =>
      openListener(gateway, listener).catch((error) => {
        send({ kind: 'failed', listener: `${listener.host}:${listener.port}`, error: String(error.code) });
        throw error;
      }),
    ),
  );
}

function serveUntilDrained(start: Start): void {
  const log = createLog({ name: 'egress', level: start.logLevel });
  const draining = new AbortController();
  const ending = new AbortController();
  // Every open exchange listens to these two.
  setMaxListeners(0, draining.signal, ending.signal);

  const standings = createStandings(Math.random, () => performance.now());
  let current = readView(start, standings, log);
  for (const word of start.health) standings.hear(word);
  const names = createNames(() => performance.now());
  names.configure(current.dns);
  const spares = createSpares(LIMITS.spares, () => performance.now());
  const outcomes = createOutcomes(send);
  const ledger = openLedger(start.ledgerFile, ownIdentity());
  const budgets = createBudgets(send, () => performance.now());
  const passes = createPasses(send);
  const sessions = createSessions(send, Date.now, Math.random);
  const gateway: Gateway = {
    view: () => current.view,
    ledger,
    throttle: createFailureThrottle(() => performance.now()),
    budget: budgets.of,
    enter: passes.enter,
    quotaLeft: budgets.left,
    outcome: outcomes.add,
    sessions,
    resolve: names.resolve,
    tls: createTlsClient(),
    spares,
    draining: draining.signal,
    ending: ending.signal,
    log,
    now: () => performance.now(),
    time: Date.now,
  };

  const opened = openListeners(gateway, start.listeners);
  opened.then(
    () => send({ kind: 'serving' }),
    () => process.exit(1),
  );

  let accepting: readonly Listener[] = [];
  void opened.then((listeners) => {
    accepting = listeners;
  });
  const figures = createFigures(() => accepting.reduce((sum, listener) => sum + listener.connections(), 0));
  const sendFigures = () => send({ kind: 'figures', figures: figures() });
  sendFigures();
  setInterval(sendFigures, FIGURES_EVERY_MS).unref();

  const drain = async (withinMs: number) => {
    if (draining.signal.aborted) return;
    draining.abort();
    spares.close();
    const deadline = setTimeout(() => {
      ending.abort(new AtlanticError('gateway_draining'));
      setTimeout(() => process.exit(1), CUT_GRACE_MS).unref();
    }, withinMs);
    const listeners = await opened;
    await Promise.all(listeners.map((listener) => listener.close()));
    clearTimeout(deadline);
    ledger.close();
    process.exit(0);
  };

  process.on('message', (message: ToWorker) => {
    if (message.kind === 'snapshot') {
      current = readView(start, standings, log);
      names.configure(current.dns);
      spares.keep(spareKeys(current.view));
      budgets.update(current.credentials.values());
      send({ kind: 'adopted', id: message.id });
    }
    if (message.kind === 'health') standings.hear(message.word);
    if (message.kind === 'sessions') sessions.onWords(message);
    if (message.kind === 'session-opened') sessions.onOpened(message.id);
    if (message.kind === 'lease') budgets.onLease(message.id, message.reply);
    if (message.kind === 'entry') passes.onEntry(message.id, message.entry);
    if (message.kind === 'quota') budgets.onQuota(message.id, message.left);
    if (message.kind === 'recall') {
      const { id, credential } = message;
      send({ kind: 'returned', id, credential, amount: budgets.surrender(credential) });
    }
    if (message.kind === 'log-level') {
      log.setLevel(message.level);
      send({ kind: 'adopted', id: message.id });
    }
    if (message.kind === 'drain') void drain(message.withinMs);
  });
  process.on('SIGTERM', () => void drain(current.drainMs));
  cluster.worker?.on('disconnect', () => {
    // Without this Node ends a worker whose primary vanished, and its tunnels with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    budgets.close();
    passes.close();
    sessions.close();
    void drain(current.drainMs);
  });
  process.on('uncaughtException', (error) => {
    log.error('a worker met a mistake of ours and ends', faultFields(error));
    process.exit(1);
  });
}

/** Runs this process as a worker: waits to be told what to serve. */
export function runWorker(): void {
  // Ctrl-C reaches the whole foreground group; the primary says when to go.
  process.on('SIGINT', () => {});
  process.once('message', (message: ToWorker) => {
    if (message.kind === 'start') serveUntilDrained(message);
  });
}
