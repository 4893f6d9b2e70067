/** Rounds of all measurements of speed, the peers in turn within each: what the machine does meanwhile hits all alike. */
import { PROXY_CORE, pin } from './cores.ts';
import type { Extent } from './extent.ts';
import type { Measurement } from './figures.ts';
import { generate } from './generate.ts';
import { processesFrom } from './memory.ts';
import { METRICS, type Metric } from './metrics.ts';
import type { Origin } from './origin.ts';
import type { Peer, RunningPeer } from './peer/peer.ts';
import { processorSeconds } from './processor-time.ts';

/** More than any of the metrics opens at once. */
const CONNECTIONS = 256;

export interface Ground {
  readonly program: string;
  readonly origin: Origin;
}

/** Microseconds of processor for one piece; the bare origin has no processes to take any. */
function costOf({ cost }: Metric, amount: number, used: number): Measurement['values'] {
  return used > 0 && amount > 0 ? { [cost.figure]: (used * 1e6 * cost.piece) / amount } : {};
}

async function measure(
  { program, origin }: Ground,
  { peer, running, metric }: { peer: Peer; running: RunningPeer; metric: Metric },
  { round, seconds }: { round: number; seconds: number },
): Promise<Measurement> {
  const peerProcesses = running.pid === undefined ? [] : processesFrom(running.pid);
  const before = {
    at: performance.now(),
    peer: processorSeconds(peerProcesses),
    origin: processorSeconds([origin.pid]),
  };
  const generator = { program, originPort: origin.port, pinned: peer.pinned };
  const load = { ...metric.load, seconds: seconds * metric.longer };
  const report = await generate(generator, running.way, load).catch((cause: unknown) => {
    throw new Error(`${peer.title}: ${metric.id} could not be measured`, { cause });
  });
  const used = processorSeconds(peerProcesses) - before.peer;
  return {
    round,
    peer: peer.id,
    metric: metric.id,
    values: { ...metric.values(report), ...costOf(metric, report.amount, used) },
    amount: report.amount,
    failed: report.failed,
    ...(report.connections !== undefined && { connections: report.connections }),
    wallSeconds: (performance.now() - before.at) / 1000,
    processorSeconds: {
      peer: used,
      generator: report.processorSeconds + processorSeconds([origin.pid]) - before.origin,
    },
  };
}

/** Every counted measurement, in the order they were taken. */
export async function measureSpeed(
  ground: Ground,
  peers: readonly Peer[],
  { rounds, seconds }: Extent,
): Promise<Measurement[]> {
  await using stack = new AsyncDisposableStack();
  const all: { peer: Peer; running: RunningPeer }[] = [];
  for (const peer of peers) {
    const running = stack.use(await peer.start({ originPort: ground.origin.port, connections: CONNECTIONS }));
    if (peer.pinned && running.pid !== undefined) await pin(processesFrom(running.pid), PROXY_CORE);
    all.push({ peer, running });
  }
  const counted: Measurement[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    console.error(round === 0 ? 'warm-up' : `round ${round} of ${rounds}`);
    for (const metric of METRICS)
      for (const each of all) {
        const measurement = await measure(ground, { ...each, metric }, { round, seconds });
        if (round > 0) counted.push(measurement);
      }
  }
  return counted;
}
