/** `atlantic account create --name NAME`. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { addPriority, givenPriority, type PriorityOption } from './priority.ts';
import { addTargets, givenTargets, type TargetOptions } from './targets.ts';

type Options = ConnectionOptions & NameOption & LimitOptions & TargetOptions & PriorityOption;

export function addCreateAccount(account: Command, shell: Shell): void {
  const create = addConnectionOptions(addPriority(addTargets(addLimits(addName(account.command('create'), 'account')))))
    .description('make an account; its limits hold for all its credentials together')
    .addHelpText('after', '\nExample:\n  atlantic account create --name shop --quota-bytes 100GiB --concurrency 500')
    .action(async (word: string | undefined, options: Options) => {
      const name = givenName(create, word, options.name);
      const limits = { ...givenLimits(options), ...givenTargets(options), ...givenPriority(options) };
      const made = await connect(options, shell).accounts.create({ name, ...limits });
      const next = `Give it credentials with: atlantic credential create --account ${made.name} --name NAME`;
      const text = `Created ${made.name}, which may do: ${showLimits(made)}.\n${next}`;
      shell.out(options.json ? JSON.stringify(made, null, 2) : text);
    });
}
