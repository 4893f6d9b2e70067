/** Memory of a program with silent tunnels: each round starts it afresh, because a heap that has grown hides what it holds. */
import { setTimeout as pause } from 'node:timers/promises';
import { PROXY_CORE, pin } from './cores.ts';
import type { Extent } from './extent.ts';
import type { Measurement } from './figures.ts';
import { type Generator, holdTunnels } from './generate.ts';
import { processesFrom, pssOf } from './memory.ts';
import type { Peer } from './peer/peer.ts';

/** Opened and closed before the first look, so that code and buffers of the first use are not charged to the tunnels. */
const WARM_UP_TUNNELS = 200;
const SETTLE_MS = 500;
const NOT_LOADED = { wallSeconds: 0, processorSeconds: { peer: 0, generator: 0 } };

async function measureOnce(
  generator: Omit<Generator, 'pinned'>,
  peer: Peer,
  { round, tunnels }: { round: number; tunnels: number },
): Promise<Measurement | undefined> {
  await using running = await peer.start({ originPort: generator.originPort, connections: tunnels + WARM_UP_TUNNELS });
  const { pid, way } = running;
  if (pid === undefined) return undefined;
  if (peer.pinned) await pin(processesFrom(pid), PROXY_CORE);
  const load = { ...generator, pinned: peer.pinned };
  await (await holdTunnels(load, way, WARM_UP_TUNNELS))[Symbol.asyncDispose]();
  await pause(SETTLE_MS);
  const before = pssOf(pid);
  await using _held = await holdTunnels(load, way, tunnels);
  await pause(SETTLE_MS);
  const values = { idleTunnel: (pssOf(pid) - before) / tunnels, atRest: before / 1024 };
  return { round, peer: peer.id, metric: 'idle', values, amount: tunnels, failed: 0, ...NOT_LOADED };
}

/** One measurement of each peer in each round; the bare origin has none. */
export async function measureIdle(
  generator: Omit<Generator, 'pinned'>,
  peers: readonly Peer[],
  { rounds, idleTunnels }: Extent,
): Promise<Measurement[]> {
  const counted: Measurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`memory, round ${round} of ${rounds}`);
    for (const peer of peers) {
      const measurement = await measureOnce(generator, peer, { round, tunnels: idleTunnels }).catch(
        (cause: unknown) => {
          throw new Error(`${peer.title}: idle tunnels could not be measured`, { cause });
        },
      );
      if (measurement) counted.push(measurement);
    }
  }
  return counted;
}
