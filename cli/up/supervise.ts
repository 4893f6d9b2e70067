/** Runs Atlantic on one machine: control, then the planes; and at the end the planes, then control. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asAtlanticError } from '@atlantic/contract/errors.ts';
import type { ControlReady, EgressReady, SupplyReady } from '@atlantic/contract/process.ts';
import { failureText } from '../show/failure.ts';
import { type Child, startChild } from './child.ts';
import type { Ending } from './ending.ts';
import { writePrivateJson } from './private-file.ts';
import { controlAt, readyFile } from './ready-file.ts';
import { controlPlan, egressPlan, type Machine, supplyPlan } from './rooms.ts';

/** Beyond the time egress has for open exchanges: to settle them with control. */
const SETTLE_MS = 5000;
/** Only an operator's command ends it: this plane cannot be revoked. */
const DRAINED =
  'atlantic: egress was drained by command and has ended; it serves again after atlantic up is started again.';
/** Control only ends its streams and closes the database. */
const CONTROL_STOP_MS = 10_000;
/** Supply lets answers finish, ends its checks and keeps what it knows. */
const SUPPLY_STOP_MS = 10_000;

export interface Supervision extends Machine {
  /** Absolute path of the file to write once everything serves. */
  readonly readyFile: string | undefined;
  /** Called once, when everything serves. */
  readonly onServing: (control: ControlReady, egress: EgressReady, supply: SupplyReady | undefined) => void;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Runs until the order to end, or until a process cannot be started at all. Gives the exit code: 0 when everything
 * ended in order and in time, 1 when the start failed or somebody had to be killed.
 */
export async function supervise(plan: Supervision, ending: Ending): Promise<0 | 1> {
  const controlFile = join(plan.data, 'control.json');
  // Whoever waits for these must not find those of an earlier run.
  for (const file of [controlFile, plan.readyFile]) if (file !== undefined) rmSync(file, { force: true });

  const control = startChild(controlPlan(plan));
  let egress: Child<EgressReady> | undefined;
  let supply: Child<SupplyReady> | undefined;
  ending.onReload(() => {
    plan.report('atlantic: the configuration file is read again; the log says what it changes.');
    control.signal('SIGHUP');
  });

  async function serve(): Promise<void> {
    const controlReady = await control.ready;
    if (ending.drain.aborted) return;
    const at = controlAt(controlReady);
    writePrivateJson(controlFile, at);
    const plane = { ...at, tokenFile: controlReady.planeTokenFile };
    egress = startChild(egressPlan(plan, plan.entries.egress, plane, () => {}));
    void egress.ended.then(() => plan.report(DRAINED));
    const { supplyTokenFile } = controlReady;
    if (plan.config.supply.enabled && supplyTokenFile !== null)
      supply = startChild(supplyPlan(plan, { ...at, tokenFile: supplyTokenFile }));
    const [egressReady, supplyReady] = await Promise.all([egress.ready, supply?.ready.catch(withoutSupply)]);
    if (plan.readyFile !== undefined) {
      const pids = { control: control.pid() ?? 0, supply: supply?.pid() };
      writePrivateJson(
        plan.readyFile,
        readyFile({ control: controlReady, egress: egressReady, supply: supplyReady, pids }),
      );
    }
    plan.onServing(controlReady, egressReady, supplyReady);
  }

  /** Traffic does not wait for it: its pools hold what it offered last. */
  function withoutSupply(error: unknown): undefined {
    plan.report(failureText(asAtlanticError(error)));
    plan.report('atlantic: the rest serves without supply, which is started again and again.');
  }

  /** True when nobody had to be killed. Egress goes first, because it settles its last exchanges with control. */
  async function stopInOrder(): Promise<boolean> {
    // A file that was applied since may have changed it.
    const { drainSeconds } = egress?.latest() ?? plan.config.egress;
    const egressMs = drainSeconds * 1000 + SETTLE_MS;
    const [drained = true, stopped = true] = await Promise.all([egress?.stop(egressMs), supply?.stop(SUPPLY_STOP_MS)]);
    if (!drained) plan.report(`atlantic: egress did not end within ${egressMs / 1000} s and was killed.`);
    if (!stopped) plan.report(`atlantic: supply did not end within ${SUPPLY_STOP_MS / 1000} s and was killed.`);
    const closed = await control.stop(CONTROL_STOP_MS);
    if (!closed) plan.report(`atlantic: control did not end within ${CONTROL_STOP_MS / 1000} s and was killed.`);
    return drained && stopped && closed;
  }

  const ordered = aborted(ending.drain);
  const started = await Promise.race([ordered, serve().then(() => ordered)]).then(
    () => true,
    (error: unknown) => {
      plan.report(failureText(asAtlanticError(error)));
      return false;
    },
  );
  const inOrder = await Promise.race([stopInOrder(), aborted(ending.kill).then(() => false)]);
  if (!inOrder) {
    egress?.kill();
    supply?.kill();
    control.kill();
  }
  rmSync(controlFile, { force: true });
  return started && inOrder ? 0 : 1;
}
