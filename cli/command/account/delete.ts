/** `atlantic account delete NAME`. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addName, givenName, type NameOption } from '../name.ts';

export function addDeleteAccount(account: Command, shell: Shell): void {
  const remove = addConnectionOptions(addName(account.command('delete'), 'account'))
    .description('delete an account that has no credentials')
    .addHelpText('after', '\nExample:\n  atlantic account delete shop')
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption) => {
      const name = givenName(remove, word, options.name);
      await connect(options, shell).accounts.remove(name);
      shell.out(options.json ? JSON.stringify({ name, deleted: true }) : `Deleted ${name}.`);
    });
}
