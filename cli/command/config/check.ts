/** `atlantic config check FILE`: reads a configuration without starting anything. */

import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { readConfigFile } from '@atlantic/contract/config/read.ts';
import type { Config } from '@atlantic/contract/config/schema.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Command } from 'commander';
import type { Shell } from '../../shell.ts';
import { failureJson } from '../../show/failure.ts';

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

const summary = ({ egress, pools, routes, credentials }: Config): string =>
  [
    count(egress.listeners.length, 'listener'),
    count(pools.length, 'pool'),
    count(routes.length, 'route'),
    count(credentials.length, 'credential'),
  ].join(', ');

export function addCheck(config: Command, shell: Shell): void {
  config
    .command('check')
    .description('name every problem of a configuration file, without starting anything')
    .argument('<file>')
    .option('--json', 'print {"file", "problems"} as JSON')
    .addHelpText('after', '\nExample:\n  atlantic config check atlantic.yaml')
    .action((file: string, { json }: { json?: boolean }) => {
      const read = readConfigFile(file);
      const { problems } = read;
      if (json) shell.out(JSON.stringify({ file, problems }, null, 2));
      if ('config' in read) return json ? undefined : shell.out(`${file} is good: ${summary(read.config)}.`);
      const error = new AtlanticError('config_invalid', {
        detail: `${file} has ${count(problems.length, 'problem')}.`,
      });
      shell.err(json ? failureJson(error) : problems.map(formatProblem).join('\n'));
      return shell.endWith(1);
    });
}
