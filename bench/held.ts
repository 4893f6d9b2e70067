/**
 * Memory with many silent tunnels: 10,000 held by two workers, and as many as one of these holds by the runtime's own bare
 * relay. What each process takes is its proportional set size, in which pages that processes share count once.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startAtlantic } from '@atlantic/tests/kit/atlantic.ts';
import { createCredential } from '@atlantic/tests/kit/credential.ts';
import { processesOf } from '@atlantic/tests/kit/processes.ts';
import { buildPrograms } from './egress/build.ts';
import { holdTunnels, type Way } from './egress/generate.ts';
import { parsePss, pssOf } from './egress/memory.ts';
import { startOrigin } from './egress/origin.ts';
import { bareRelay } from './egress/peer/bare-relay.ts';
import { type Figure, writeResult } from './result.ts';

const WORKERS = 2;
const TUNNELS = 10_000;
const WARM_UP_TUNNELS = 200;
const SETTLE_MS = 2_000;
const ROUNDS = 5;

interface Ground {
  readonly program: string;
  readonly originPort: number;
}

/** KiB before and with the tunnels, as `look` sees it. */
async function held(ground: Ground, way: Way, tunnels: number, look: () => number): Promise<[number, number]> {
  const generator = { ...ground, pinned: false };
  await (await holdTunnels(generator, way, WARM_UP_TUNNELS))[Symbol.asyncDispose]();
  await pause(SETTLE_MS);
  const before = look();
  await using _tunnels = await holdTunnels(generator, way, tunnels);
  await pause(SETTLE_MS);
  return [before, look()];
}

async function heldByAtlantic(ground: Ground): Promise<Record<'worker' | 'rest' | 'full', number>> {
  const listeners = [{ bind: '127.0.0.1:0', protocols: ['http' as const] }];
  await using atlantic = await startAtlantic({
    config: { egress: { workers: WORKERS, listeners, targets: { allowPrivate: true } } },
  });
  const { header } = await createCredential(atlantic, 'bench', '--quota-bytes', '64TiB');
  const port = Number(new URL(atlantic.ready.egress.http).port);
  const egress = processesOf(atlantic).filter(({ role }) => role === 'primary' || role === 'worker');
  const look = (roles = ['primary', 'worker']) =>
    egress
      .filter(({ role }) => roles.includes(role))
      .reduce((sum, { pid }) => sum + parsePss(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')), 0);
  const worker = look(['worker']) / WORKERS;
  const [rest, full] = await held(ground, { port, proxied: true, authorization: header }, TUNNELS, look);
  return { worker, rest, full };
}

async function heldByBareRelay(ground: Ground): Promise<number> {
  const tunnels = TUNNELS / WORKERS;
  await using running = await bareRelay.start({ originPort: ground.originPort, connections: tunnels });
  const { pid = 0, way } = running;
  const [before, after] = await held(ground, way, tunnels, () => pssOf(pid));
  return (after - before) / tunnels;
}

export async function benchHeld(): Promise<void> {
  using programs = await buildPrograms();
  await using origin = await startOrigin(programs.origin);
  const ground = { program: programs.generator, originPort: origin.port };
  const runs = { worker: [] as number[], rest: [] as number[], full: [] as number[], each: [] as number[] };
  const bare: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    console.error(`round ${round} of ${ROUNDS}`);
    const { worker, rest, full } = await heldByAtlantic(ground);
    runs.worker.push(worker / 1024);
    runs.rest.push(rest / 1024);
    runs.full.push(full / 1024);
    runs.each.push((full - rest) / TUNNELS);
    bare.push(await heldByBareRelay(ground));
  }
  const figures: Figure[] = [
    { name: 'one worker that has served nothing', unit: 'MiB', runs: runs.worker },
    { name: 'primary and two workers at rest', unit: 'MiB', runs: runs.rest },
    { name: `the same with ${TUNNELS} tunnels`, unit: 'MiB', runs: runs.full },
    { name: 'a tunnel', unit: 'KiB', runs: runs.each },
    { name: 'a tunnel through the bare relay of Node', unit: 'KiB', runs: bare },
  ];
  writeResult('held', figures, { node: process.version });
}
