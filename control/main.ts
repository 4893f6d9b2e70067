/** The control process: reads its environment, starts, says that it is ready, and ends when it is told to. */
import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { readConfigFile } from '@atlantic/contract/config/read.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type ProcessEnvironment, processEnvironmentSchema } from '@atlantic/contract/process.ts';
import { createLog, faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { followParent, onStopSignal, tellParent } from '@atlantic/kernel/process/parent.ts';
import { type RunningControl, startControl } from './start.ts';

async function run(environment: ProcessEnvironment, log: Logger): Promise<void> {
  let running: RunningControl | undefined;
  let stopping = false;
  // Before it serves there is nothing to finish: every commit is on the disk already.
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await running?.close();
    process.exit(0);
  };
  onStopSignal(stop);
  // Heard before it serves, it is obeyed once it does: the file may have changed since it was read.
  let hungUp = false;
  process.on('SIGHUP', () => {
    hungUp = true;
    void running?.reload();
  });
  followParent(stop);

  const config = readConfigFile(environment.ATLANTIC_CONFIG);
  if (!('config' in config)) {
    for (const problem of config.problems) log.error(formatProblem(problem));
    process.exit(1);
  }
  running = await startControl({
    data: environment.ATLANTIC_DATA,
    listen: environment.ATLANTIC_LISTEN,
    config,
    configFile: environment.ATLANTIC_CONFIG,
    log,
    now: Date.now,
  });
  tellParent(running.ready);
  if (hungUp) await running.reload();
}

const environment = processEnvironmentSchema.parse(process.env);
const log = createLog({ name: 'control', level: environment.ATLANTIC_LOG_LEVEL });
run(environment, log).catch((thrown: unknown) => {
  if (thrown instanceof AtlanticError) log.error(thrown.message, { code: thrown.code });
  else log.error('control cannot start', faultFields(thrown));
  process.exit(1);
});
