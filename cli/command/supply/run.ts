/** `atlantic supply run` and `abort`: a full run now, and its end. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@atlantic/contract/client.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { resultText } from '../../show/run.ts';

interface RunOptions extends ConnectionOptions {
  readonly force?: boolean;
  readonly wait?: boolean;
}

const PAUSE_MS = 1_000;
/** Questions, one a second: no run takes a day. */
const MOST_QUESTIONS = 86_400;
/** Runs among which the one that is waited for must be. */
const LOOKED_AT = 20;

async function ended(client: Client, id: string): Promise<RunReport> {
  for (let question = 0; question < MOST_QUESTIONS; question += 1) {
    const { running } = await client.supply.status();
    if (running?.id !== id) {
      const found = (await client.supply.runs(LOOKED_AT)).runs.find((run) => run.id === id);
      if (found) return found;
      throw new AtlanticError('not_found', { detail: `Supply does not know the run ${id} any more.` });
    }
    await wait(PAUSE_MS);
  }
  throw new AtlanticError('supply_away', { detail: `The run ${id} has not ended in a day.` });
}

const EXAMPLES = `
Example:
  atlantic supply run
  atlantic supply run --wait --json | jq .checks.alive`;

export function addRun(supply: Command, shell: Shell): void {
  addConnectionOptions(supply.command('run'))
    .description('fetch every feed and check every proxy now; a run that is under way is not begun again')
    .option('--force', 'publish what is found alive even where a gate would withhold it')
    .option('--wait', 'until it is over; the exit code is 1 when its result was withheld')
    .addHelpText('after', EXAMPLES)
    .action(async ({ force, wait: waits, ...options }: RunOptions) => {
      const client = connect(options, shell);
      const started = await client.supply.run(force === true);
      if (!waits) {
        const text = started.already ? `Run ${started.run} is under way already.` : `Run ${started.run} has begun.`;
        return shell.out(options.json ? JSON.stringify(started, null, 2) : text);
      }
      const report = await ended(client, started.run);
      const checked = report.checks ? `: ${report.checks.checked} checked, ${report.checks.alive} alive` : '';
      shell.out(options.json ? JSON.stringify(report, null, 2) : `Run ${report.id}${checked}, ${resultText(report)}.`);
      if (report.withheld !== null) shell.endWith(1);
    });
}

export function addAbort(supply: Command, shell: Shell): void {
  addConnectionOptions(supply.command('abort'))
    .description('end the run that is under way; what was published before stays')
    .addHelpText('after', '\nExample:\n  atlantic supply abort')
    .action(async (options: ConnectionOptions) => {
      const done = await connect(options, shell).supply.abort();
      const text = done.aborted ? 'The run ends.' : 'No run is under way.';
      shell.out(options.json ? JSON.stringify(done) : text);
    });
}
