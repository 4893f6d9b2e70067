/**
 * Egress beside its peers, in the same run: the proxy under test on one core, a load generator in C and its origin on
 * another. The same load goes straight to the origin too, so that the ceiling of the measurement stands in the table.
 */
import { loadavg } from 'node:os';
import { buildPrograms } from './build.ts';
import { requireTwoCores } from './cores.ts';
import { FULL, QUICK } from './extent.ts';
import { measureIdle } from './idle.ts';
import { startOrigin } from './origin.ts';
import type { Peer } from './peer/peer.ts';
import { programVersion } from './peer/program-version.ts';
import { PEERS } from './peers.ts';
import { describeRun, saveRun } from './saved.ts';
import { showRun } from './show.ts';
import { measureSpeed } from './speed.ts';

export interface EgressOptions {
  readonly quick: boolean;
  readonly peers: readonly Peer[];
}

export async function benchEgress({ quick, peers }: EgressOptions): Promise<void> {
  requireTwoCores();
  const [loadBefore = 0] = loadavg();
  const extent = quick ? QUICK : FULL;
  using programs = await buildPrograms();
  await using origin = await startOrigin(programs.origin);
  const generator = { program: programs.generator, originPort: origin.port };
  // Memory first: it needs programs that have done nothing yet.
  const idle = await measureIdle(generator, peers, extent);
  const speed = await measureSpeed({ program: programs.generator, origin }, peers, extent);
  const described = await Promise.all(
    peers.map(async (peer) => {
      const { id, title, settings, pinned } = peer;
      return { peer: id, title, version: await peer.version(), settings, pinned };
    }),
  );
  const versions = { node: process.version, gcc: await programVersion(programs.compiler, '--version') };
  const run = describeRun({ loadBefore, versions, extent, peers: described, measurements: [...speed, ...idle] });
  console.log(showRun(run));
  if (quick || peers.length < PEERS.length) console.log('\nnot saved: only a full run of all peers is.');
  else console.log(`\nsaved ${saveRun(run)}`);
}
