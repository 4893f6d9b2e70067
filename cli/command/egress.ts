/** `atlantic egress`: runs the proxy plane alone on this machine, for a control elsewhere. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindProblem } from '@atlantic/contract/config/bind.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LOG_LEVELS, type LogLevel } from '@atlantic/contract/process.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkedCa, checkedUrl } from '../connection.ts';
import type { Shell } from '../shell.ts';
import { announcePlane } from '../up/announce.ts';
import { CHILD_TIMING } from '../up/child.ts';
import { watchForEnd } from '../up/ending.ts';
import { checkSecure } from '../up/plane-address.ts';
import { takeDirectory } from '../up/preflight.ts';
import { supervisePlane } from '../up/supervise-plane.ts';
import { watchTerminal } from '../up/terminal.ts';
import { readVersion } from '../version.ts';

interface EgressOptions {
  readonly control?: string;
  readonly tokenFile: string;
  readonly ca?: string;
  readonly data: string;
  readonly listen?: readonly string[];
  readonly readyFile?: string;
  readonly logLevel: LogLevel;
}

/** A control that is away at the first start is waited for; each start that got no snapshot ends after so long. */
const READY_MS = 60_000;
const ENTRY = fileURLToPath(new URL('../../egress/main.ts', import.meta.url));

function parseListen(text: string): string[] {
  const binds = text.split(',');
  const wrong = binds.find((bind) => bindProblem(bind) !== undefined);
  if (wrong !== undefined) throw new InvalidArgumentError(`${JSON.stringify(wrong)} ${bindProblem(wrong)}`);
  return binds;
}

/** The path of the token's file, absolute. Throws `config_invalid` when it holds none. */
function checkedTokenFile(file: string): string {
  const path = resolve(file);
  const token = (() => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      throw new AtlanticError('config_invalid', { detail: `--token-file: ${path} cannot be read (${code}).` });
    }
  })();
  if (/^atl_p_[\w-]+$/.test(token)) return path;
  throw new AtlanticError('config_invalid', {
    detail: `--token-file: ${path} holds no plane token; atlantic plane create NAME shows one, beginning with atl_p_.`,
  });
}

/** Runs the plane and gives the exit code. Throws AtlanticError when something is wrong before it starts. */
async function egress(options: EgressOptions, shell: Shell): Promise<number> {
  const { ATLANTIC_CONTROL, ATLANTIC_CA } = shell.environment;
  const named = options.control ?? ATLANTIC_CONTROL;
  if (named === undefined) {
    throw new AtlanticError('control_unreachable', { detail: 'Name control with --control https://HOST:PORT.' });
  }
  const url = checkSecure(checkedUrl(named));
  const tokenFile = checkedTokenFile(options.tokenFile);
  const caFile = options.ca ?? ATLANTIC_CA;
  const ca = caFile !== undefined && url.startsWith('https:') ? { ca: resolve(checkedCa(caFile)) } : {};
  const data = resolve(options.data);
  const directory = takeDirectory(data);
  if (!('release' in directory)) {
    throw new AtlanticError('config_invalid', { detail: `--data: ${data} ${directory.message}.` });
  }
  const now = () => performance.now();
  const ending = watchForEnd(process, now, watchTerminal());
  try {
    return await supervisePlane(
      {
        data,
        entry: ENTRY,
        plane: { url, ...ca, tokenFile, listen: options.listen },
        environment: shell.environment,
        logLevel: options.logLevel,
        timing: { ...CHILD_TIMING, readyMs: READY_MS },
        now,
        report: shell.err,
        readyFile: options.readyFile === undefined ? undefined : resolve(options.readyFile),
        onServing: ({ listeners }) =>
          shell.out(announcePlane({ version: readVersion(), control: url, listeners, data })),
      },
      ending,
    );
  } finally {
    ending.close();
    directory.release();
  }
}

const FOOT = `
What it serves comes from control; --listen is for a machine where the configured addresses do not fit.
The first SIGTERM or Ctrl-C lets open exchanges finish; a second one, at least a second later, ends everything.
Exit codes: 0 ended in order or drained by control, 1 failed or revoked, 2 wrong usage.

Example:
  atlantic plane create berlin --json | jq -r .token > berlin.token      where control is
  atlantic egress --control https://control.example:8082 --token-file berlin.token`;

export function addEgress(program: Command, shell: Shell): void {
  program
    .command('egress')
    .description('run the proxy plane alone on this machine, for a control elsewhere')
    .option('--control <url>', 'where control answers, https unless it is on this machine (or set ATLANTIC_CONTROL)')
    .requiredOption('--token-file <file>', 'file that holds the token of this plane')
    .option('--ca <file>', 'PEM file of the certificates that prove control (or set ATLANTIC_CA)')
    .option('--data <dir>', 'directory for ledgers and the kept snapshot', './data')
    .option('--listen <addresses>', 'HOST:PORT[,…] in place of the configured addresses, in their order', parseListen)
    .option('--ready-file <file>', 'write addresses and process numbers here once it serves')
    .addOption(new Option('--log-level <level>', 'what the processes log').choices(LOG_LEVELS).default('info'))
    .addHelpText('after', FOOT)
    .action(async (options: EgressOptions) => shell.endWith(await egress(options, shell)));
}
