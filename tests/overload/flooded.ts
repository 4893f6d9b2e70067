/** One flood: how the clients of another account fare before, meanwhile and afterwards, and how long all takes to be well. */

import { setTimeout as pause } from 'node:timers/promises';
import type { OverloadSettings, TurnedAway } from '@atlantic/contract/overload.ts';
import { within } from '../kit/deadline.ts';
import { startFlood } from './flood.ts';
import { openStage, type Stage } from './stage.ts';
import { askSteadily, type Steady } from './steady.ts';

export interface FloodPlan {
  readonly name: string;
  readonly overload: Partial<OverloadSettings>;
  /** Clients of the flood, each from the next of so many addresses. */
  readonly clients: number;
  readonly addresses: number;
  readonly descriptors?: number;
}

export interface Fared {
  readonly served: number;
  readonly refused: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface FloodResult {
  readonly name: string;
  readonly before: Fared;
  readonly during: Fared;
  readonly after: Fared;
  /** Tunnels that the flood held when it ended. */
  readonly held: number;
  readonly highestLevel: number;
  readonly turnedAway: Partial<Record<TurnedAway, number>>;
  /** Resident octets of the workers: before, the most, and the last. */
  readonly resident: { readonly before: number; readonly most: number; readonly last: number };
  /** From the end of the flood until the level was 0. */
  readonly recoverySeconds: number;
}

const STEADY_CLIENTS = 4;
const PHASE_MS = 5_000;
const LOOK_MS = 500;
const RECOVERY_SECONDS = 60;
/** After the level is 0, until what the process does not need is given back to the system. */
const REST_MS = 12_000;

const at = (sorted: readonly number[], share: number): number | null => {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return value === undefined ? null : Math.round(value * 10) / 10;
};

function fared({ served, refused, latencies }: Steady): Fared {
  const sorted = latencies.toSorted((a, b) => a - b);
  return { served, refused: refused.length, p50Ms: at(sorted, 0.5), p99Ms: at(sorted, 0.99) };
}

async function untilWell({ overload }: Stage): Promise<void> {
  while ((await overload()).level > 0) await pause(LOOK_MS);
}

export async function runFlood({ name, overload, clients, addresses, descriptors }: FloodPlan): Promise<FloodResult> {
  await using stage = await openStage({ overload, ...(descriptors !== undefined && { descriptors }) });
  const ask = async (until: Promise<unknown>) => fared(await askSteadily(stage.modest, STEADY_CLIENTS, until));
  const before = await ask(pause(PHASE_MS));
  const resident = { before: await stage.resident(), most: 0, last: 0 };
  const from = Array.from({ length: addresses }, (_, index) => `127.0.1.${index + 1}`);
  await using flood = startFlood(stage.greedy, clients, from);
  let highestLevel = 0;
  const watch = async () => {
    highestLevel = Math.max(highestLevel, (await stage.overload()).level);
    resident.most = Math.max(resident.most, await stage.resident());
  };
  const during = await ask(pause(PHASE_MS).then(watch));
  const { held } = flood.counts;
  const endedAt = performance.now();
  await flood.stop();
  await within(RECOVERY_SECONDS, 'recovery', untilWell(stage));
  const recoverySeconds = Math.round((performance.now() - endedAt) / 100) / 10;
  const after = await ask(pause(PHASE_MS));
  await pause(REST_MS);
  resident.last = await stage.resident();
  const { turnedAway } = await stage.overload();
  return { name, before, during, after, held, highestLevel, turnedAway, resident, recoverySeconds };
}
