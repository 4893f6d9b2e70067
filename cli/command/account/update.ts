/** `atlantic account update NAME`: changes what the credentials of an account may do together. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { addPriority, givenPriority, type PriorityOption } from './priority.ts';
import { addTargets, givenTargets, type TargetOptions } from './targets.ts';

type Options = ConnectionOptions & NameOption & LimitOptions & TargetOptions & PriorityOption;

export function addUpdateAccount(account: Command, shell: Shell): void {
  const update = addConnectionOptions(addPriority(addTargets(addLimits(addName(account.command('update'), 'account')))))
    .description('change what the credentials of an account may do together; what they have spent stays counted')
    .addHelpText('after', '\nExample:\n  atlantic account update shop --rate 100 --only *.shop.example')
    .action(async (word: string | undefined, options: Options) => {
      const name = givenName(update, word, options.name);
      const change = { ...givenLimits(options), ...givenTargets(options), ...givenPriority(options) };
      if (Object.keys(change).length === 0) {
        update.error('error: nothing to change: give a limit, --deny, --only or --priority', { exitCode: 2 });
      }
      const updated = await connect(options, shell).accounts.update(name, change);
      const priority = change.priority === undefined ? '' : ` Its priority is ${updated.priority}.`;
      const sentence = `${updated.name} may now do: ${showLimits(updated)}.${priority}`;
      shell.out(options.json ? JSON.stringify(updated, null, 2) : sentence);
    });
}
