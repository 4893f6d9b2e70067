/**
 * A worker: serves traffic from a compiled snapshot, writes its own ledger, and asks its primary for leases. It can lose
 * the primary and still finish what it has begun.
 */
import cluster from 'node:cluster';
import { setMaxListeners } from 'node:events';
import { networkInterfaces } from 'node:os';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { createFailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import { createFigures, FIGURES_EVERY_MS } from '@atlantic/kernel/observe/figures.ts';
import { createLog, faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { createStandings, type Standings } from '@atlantic/kernel/pool/standings.ts';
import { ownIdentity } from '@atlantic/kernel/process/identity.ts';
import { loadSnapshot } from '@atlantic/kernel/snapshot/keep.ts';
import { openLedger } from '@atlantic/kernel/usage/ledger.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import { openListener } from '../listener/listener.ts';
import { hedgeFigures } from '../phase/hedge.ts';
import { spareKeys } from '../phase/spare.ts';
import { createNames } from '../upstream/resolve.ts';
import { createSpares } from '../upstream/spares.ts';
import { createTlsClient } from '../upstream/tls-client.ts';
import { compileView, type View } from '../view.ts';
import { createBudgets } from './budgets.ts';
import type { ToPrimary, ToWorker } from './messages.ts';
import { createOpenListeners } from './open-listeners.ts';
import { createOutcomes } from './outcomes.ts';
import { createPasses } from './passes.ts';
import { createSessions } from './sessions.ts';
import { createWorkerBans } from './worker-bans.ts';
import { createWorkerOverload } from './worker-overload.ts';

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
  { snapshotFile, listeners }: Pick<Start, 'snapshotFile' | 'listeners'>,
  standings: Standings,
  log: Logger,
): { view: View; drainMs: number; egress: Snapshot['egress']; credentials: View['credentials'] } {
  const kept = loadSnapshot('egress', snapshotFile, log);
  if (!kept) throw new Error('there is no snapshot to serve from');
  const view = compileView(kept.manifest.version, kept.snapshot, { listeners, local: localAddresses() }, standings);
  const { egress } = kept.snapshot;
  return { view, drainMs: egress.drainSeconds * 1000, egress, credentials: view.credentials };
}

function serveUntilDrained(start: Start): void {
  const log = createLog({ name: 'egress', level: start.logLevel });
  const draining = new AbortController();
  const leaving = new AbortController();
  const ending = new AbortController();
  // Every open exchange listens to these two.
  setMaxListeners(0, leaving.signal, ending.signal);

  const standings = createStandings(Math.random, () => performance.now());
  let current = readView(start, standings, log);
  for (const word of start.health) standings.hear(word);
  const names = createNames(() => performance.now());
  names.configure(current.egress.dns);
  const spares = createSpares(LIMITS.spares, () => performance.now());
  const outcomes = createOutcomes(send);
  const ledger = openLedger(start.ledgerFile, ownIdentity());
  const budgets = createBudgets(send, () => performance.now());
  const passes = createPasses(send);
  const sessions = createSessions(send, Date.now, Math.random);
  const overload = createWorkerOverload(send, ending.signal, () => performance.now());
  overload.update(current.egress, current.view.priorities);
  const bans = createWorkerBans(send, Date.now, start.bans);
  const gateway: Gateway = {
    view: () => current.view,
    ledger,
    throttle: createFailureThrottle(() => performance.now()),
    overload,
    budget: budgets.of,
    enter: passes.enter,
    quotaLeft: budgets.left,
    outcome: outcomes.add,
    sessions,
    bans,
    resolve: names.resolve,
    tls: createTlsClient(),
    spares,
    draining: draining.signal,
    leaving: leaving.signal,
    ending: ending.signal,
    log,
    now: () => performance.now(),
    time: Date.now,
  };

  const listeners = createOpenListeners((options) => openListener(gateway, options));
  listeners.follow(start.listeners).then((failed) => {
    if (failed.length === 0) return send({ kind: 'serving' });
    send({ kind: 'failed', failed });
    process.exit(1);
  });

  const figures = createFigures(listeners.connections, () => ({
    ...names.figures(),
    ...spares.figures(),
    ...hedgeFigures(current.view),
  }));
  const sendFigures = () => send({ kind: 'figures', figures: figures(), strain: overload.strain() });
  sendFigures();
  setInterval(sendFigures, FIGURES_EVERY_MS).unref();

  const drain = async (withinMs: number, others: boolean) => {
    const begins = !draining.signal.aborted;
    draining.abort();
    // A client that writes into a connection as it is closed loses its request. Where others serve on, idle ones stay for
    // their next request, whose answer says that it is the last; where nobody does, there is nothing to stay for.
    if (!others) leaving.abort();
    if (!begins) return;
    spares.close();
    const deadline = setTimeout(() => {
      leaving.abort();
      ending.abort(new AtlanticError('gateway_draining'));
      setTimeout(() => process.exit(1), CUT_GRACE_MS).unref();
    }, withinMs);
    await listeners.close();
    clearTimeout(deadline);
    ledger.close();
    process.exit(0);
  };

  process.on('message', (message: ToWorker) => {
    if (message.kind === 'snapshot') {
      const { id, listeners: wanted } = message;
      current = readView({ ...start, listeners: wanted }, standings, log);
      // At once: the terms of a listener may name a pool that only this view has.
      void listeners.follow(wanted).then((failed) => send({ kind: 'adopted', id, failed }));
      names.configure(current.egress.dns);
      spares.keep(spareKeys(current.view));
      budgets.update(current.credentials.values());
      overload.update(current.egress, current.view.priorities);
    }
    if (message.kind === 'health') standings.hear(message.word);
    if (message.kind === 'sessions') sessions.onWords(message);
    if (message.kind === 'session-opened') sessions.onOpened(message.id);
    if (message.kind === 'bans') {
      bans.hear(message.change);
      send({ kind: 'adopted', id: message.id, failed: [] });
    }
    if (message.kind === 'banned') bans.onKept(message.id);
    if (message.kind === 'lease') budgets.onLease(message.id, message.reply);
    if (message.kind === 'entry') passes.onEntry(message.id, message.entry);
    if (message.kind === 'room') overload.onRoom(message);
    if (message.kind === 'quota') budgets.onQuota(message.id, message.left);
    if (message.kind === 'recall') {
      const { id, credential } = message;
      send({ kind: 'returned', id, credential, amount: budgets.surrender(credential) });
    }
    if (message.kind === 'log-level') {
      log.setLevel(message.level);
      send({ kind: 'adopted', id: message.id, failed: [] });
    }
    if (message.kind === 'drain') void drain(message.withinMs, message.others);
  });
  process.on('SIGTERM', () => void drain(current.drainMs, false));
  cluster.worker?.on('disconnect', () => {
    // Without this Node ends a worker whose primary vanished, and its tunnels with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    budgets.close();
    passes.close();
    sessions.close();
    overload.close();
    bans.close();
    // Those of the next primary are on their way.
    void drain(current.drainMs, true);
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
