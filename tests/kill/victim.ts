/** kill -9, and the way back. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@atlantic/contract/client.ts';
import { isRunning } from '../kit/alive.ts';
import type { Atlantic } from '../kit/atlantic.ts';
import { within } from '../kit/deadline.ts';
import { processesOf, type RunningProcess } from '../kit/processes.ts';
import type { Random } from '../kit/random.ts';

export const VICTIMS = ['worker', 'primary', 'control', 'everything'] as const;
export type Victim = (typeof VICTIMS)[number];

/** The longest pause before a process that dies again and again is started once more is 30 s. */
const BACK_SECONDS = 45;
const LOOK_MS = 20;

function kill({ pid }: RunningProcess): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = AbortSignal.timeout(BACK_SECONDS * 1000);
  const work = async () => {
    while (!(await holds()) && !giveUp.aborted) await pause(LOOK_MS);
  };
  await within(BACK_SECONDS, what, work());
}

/** Kills at once, without a word of warning, and resolves when the dead are gone: SIGKILL takes a moment. */
export async function killVictim(atlantic: Atlantic, victim: Victim, random: Random): Promise<void> {
  // The supervisor comes first, so that it starts nobody again.
  const running = processesOf(atlantic);
  if (victim === 'everything') {
    running.forEach(kill);
    return until('the end of every process', () => processesOf(atlantic).length === 0);
  }
  const [first, ...others] = running.filter(({ role }) => role === victim);
  if (!first) throw new Error(`there is no ${victim} to kill`);
  const dead = random.pick([first, ...others]);
  kill(dead);
  return until(`the end of the ${victim}`, () => !isRunning(dead.pid));
}

/** Waits until control answers. */
export const untilControl = (api: Pick<Client, 'status'>): Promise<void> =>
  until('an answer of control', () =>
    api.status().then(
      () => true,
      () => false,
    ),
  );

/** Names of the epochs whose ledgers are not settled with control. */
export const openEpochs = (data: string): string[] =>
  readdirSync(join(data, 'egress', 'ledger')).filter((name) => name !== 'damaged' && !name.endsWith('.new'));

/** Waits until each process is there again, workers of dead primaries are gone, and their epochs are closed. */
export async function untilWhole(atlantic: Atlantic, workers: number): Promise<void> {
  await until('the return of every process and the end of old epochs', () => {
    const roles = processesOf(atlantic).map(({ role }) => role);
    const count = (role: string) => roles.filter((one) => one === role).length;
    const whole = count('control') === 1 && count('primary') === 1 && count('worker') === workers;
    return whole && openEpochs(atlantic.data).length === 1;
  });
}
