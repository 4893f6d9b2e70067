/** `atlantic up`: starts Atlantic on this machine and stays until it is told to end. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { readConfigFile } from '@atlantic/contract/config/read.ts';
import { LOG_LEVELS, type LogLevel } from '@atlantic/contract/process.ts';
import { type Command, Option } from 'commander';
import type { Shell } from '../shell.ts';
import { announce } from '../up/announce.ts';
import { CHILD_TIMING } from '../up/child.ts';
import { watchForEnd } from '../up/ending.ts';
import { preflight } from '../up/preflight.ts';
import { supervise } from '../up/supervise.ts';
import { watchTerminal } from '../up/terminal.ts';
import { readVersion } from '../version.ts';

interface UpOptions {
  readonly config?: string;
  readonly data?: string;
  readonly readyFile?: string;
  readonly logLevel: LogLevel;
}

/** Read when no other is named and it is there. */
const USUAL_FILE = 'atlantic.yaml';
/** Where the other commands look by themselves. */
const USUAL_DATA = './data';

const entry = (room: string): string => fileURLToPath(new URL(`../../${room}/main.ts`, import.meta.url));

/** Runs Atlantic and gives the exit code. Nothing is started when the configuration or the machine has a problem. */
async function up(options: UpOptions, shell: Shell): Promise<number> {
  const file = options.config ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined);
  const read = readConfigFile(file);
  if (!('config' in read)) {
    shell.err(read.problems.map(formatProblem).join('\n'));
    return 1;
  }
  const data = resolve(options.data ?? read.config.data);
  const checked = await preflight(read, data, options.data);
  if (!('release' in checked)) {
    shell.err(checked.problems.map(formatProblem).join('\n'));
    return 1;
  }
  const configFile = file === undefined ? undefined : resolve(file);
  const now = () => performance.now();
  const ending = watchForEnd(process, now, watchTerminal());
  try {
    return await supervise(
      {
        config: read.config,
        data,
        configFile,
        entries: { control: entry('control'), egress: entry('egress'), supply: entry('supply') },
        environment: shell.environment,
        logLevel: options.logLevel,
        timing: CHILD_TIMING,
        now,
        report: shell.err,
        readyFile: options.readyFile === undefined ? undefined : resolve(options.readyFile),
        onServing: (control, { listeners }, supply) => {
          const apiKey =
            shell.isTerminal && control.firstStart ? readFileSync(control.apiKeyFile, 'utf8').trim() : undefined;
          const dataOption = data === resolve(USUAL_DATA) ? undefined : data;
          shell.out(announce({ version: readVersion(), control, listeners, supply, configFile, dataOption, apiKey }));
        },
      },
      ending,
    );
  } finally {
    ending.close();
    checked.release();
  }
}

const FOOT = `
The first SIGTERM or Ctrl-C lets open exchanges finish (egress.drainSeconds at the most);
a second one, at least a second later, ends everything at once.
SIGHUP has the configuration file read again and applied, unless a terminal has closed: then it ends.

Example:
  atlantic up --config atlantic.yaml --data /var/lib/atlantic`;

export function addUp(program: Command, shell: Shell): void {
  program
    .command('up')
    .description('start Atlantic on this machine and keep it running')
    .option('--config <file>', `configuration file (default: ${USUAL_FILE} when it is there, else built-in defaults)`)
    .option('--data <dir>', `data directory, instead of the one in the configuration (default: ${USUAL_DATA})`)
    .option('--ready-file <file>', 'write addresses, API key and process numbers here once everything serves')
    .addOption(
      new Option('--log-level <level>', 'what the processes log; debug adds a line a request, without its destination')
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .addHelpText('after', FOOT)
    .action(async (options: UpOptions) => shell.endWith(await up(options, shell)));
}
