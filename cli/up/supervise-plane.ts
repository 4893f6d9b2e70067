/** Runs one plane on a machine of its own: egress alone, for a control elsewhere. */
import { rmSync } from 'node:fs';
import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { EgressEnded, EgressReady, PlaneReadyFile } from '@atlantic/contract/process.ts';
import { failureText } from '../show/failure.ts';
import { type Child, startChild } from './child.ts';
import { doorsOf } from './doors.ts';
import type { Ending } from './ending.ts';
import { writePrivateJson } from './private-file.ts';
import { egressPlan, type Host, type PlaneOf } from './rooms.ts';

/** Beyond the time for open exchanges: to cut what is left and to settle with control. */
const SETTLE_MS = 15_000;

export interface PlaneSupervision extends Host {
  /** Absolute path of the egress program. */
  readonly entry: string;
  readonly plane: PlaneOf;
  /** Absolute path of the file to write once it serves. */
  readonly readyFile: string | undefined;
  /** Called once, when it serves. */
  readonly onServing: (egress: EgressReady) => void;
}

const readyFileOf = ({ listeners, workers }: EgressReady): PlaneReadyFile => ({
  egress: doorsOf(listeners),
  pids: { supervisor: process.pid, egress: workers },
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Runs until the order to end, until control has the plane drained or revoked, or until it cannot be started. Gives the
 * exit code: 0 when it ended in order and in time, 1 when it was revoked, could not be started or had to be killed.
 */
export async function supervisePlane(plan: PlaneSupervision, ending: Ending): Promise<0 | 1> {
  if (plan.readyFile !== undefined) rmSync(plan.readyFile, { force: true });
  let why: EgressEnded['why'] | undefined;
  let drainMs = 0;
  const egress: Child<EgressReady> = startChild(
    egressPlan(plan, plan.entry, plan.plane, (reason) => {
      why = reason;
    }),
  );

  ending.onReload(() =>
    plan.report('atlantic: what this plane serves comes from control; there is no file to read again.'),
  );

  async function serve(): Promise<void> {
    const ready = await egress.ready;
    drainMs = ready.drainSeconds * 1000;
    if (plan.readyFile !== undefined) writePrivateJson(plan.readyFile, readyFileOf(ready));
    plan.onServing(ready);
    return new Promise(() => {});
  }

  const first = await Promise.race([
    aborted(ending.drain).then(() => 'ordered' as const),
    egress.ended.then(() => 'ended' as const),
    serve().catch((error: unknown) => {
      plan.report(failureText(asAtlanticError(error)));
      return 'failed' as const;
    }),
  ]);
  if (why === 'plane_revoked') plan.report(failureText(new AtlanticError('plane_revoked')));
  if (why === 'drained') plan.report('atlantic: control had this plane drained; it has ended.');
  const graceMs = drainMs + SETTLE_MS;
  const inOrder = await Promise.race([egress.stop(graceMs), aborted(ending.kill).then(() => false)]);
  if (!inOrder) {
    plan.report(`atlantic: egress did not end within ${graceMs / 1000} s and was killed.`);
    egress.kill();
  }
  return inOrder && first !== 'failed' && why !== 'plane_revoked' ? 0 : 1;
}
