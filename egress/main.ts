/** Entry of the egress plane. The primary and each worker run this same file (`node:cluster`). */
import cluster from 'node:cluster';
import { processEnvironmentSchema } from '@atlantic/contract/process.ts';
import { runPrimary } from './process/primary.ts';
import { runWorker } from './process/worker.ts';

/**
 * Octets in flight live shortly, so the young generation of a worker's heap need not grow to the 16 MiB a space that V8
 * would let it: with half of that it takes as much processor time, and with thousands of tunnels a third less memory.
 */
const WORKER_FLAGS = ['--max-semi-space-size=8'];

const settingsSchema = processEnvironmentSchema.required({ ATLANTIC_CONTROL: true, ATLANTIC_PLANE_TOKEN_FILE: true });

if (cluster.isPrimary) {
  // Workers share each listening socket: the kernel wakes one of them, and none waits for this process.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...WORKER_FLAGS] });
  const settings = settingsSchema.parse(process.env);
  await runPrimary({
    data: settings.ATLANTIC_DATA,
    control: settings.ATLANTIC_CONTROL,
    tokenFile: settings.ATLANTIC_PLANE_TOKEN_FILE,
    logLevel: settings.ATLANTIC_LOG_LEVEL,
    former: settings.ATLANTIC_LISTEN?.split(',') ?? [],
    instead: settings.ATLANTIC_LISTEN_INSTEAD?.split(',') ?? [],
    trust:
      settings.ATLANTIC_CA === undefined
        ? undefined
        : { caFile: settings.ATLANTIC_CA, name: settings.ATLANTIC_CONTROL_NAME },
  });
} else {
  runWorker();
}
