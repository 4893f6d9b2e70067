/** `atlantic credential delete NAME`: ends a credential for good. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addName, givenName, type NameOption } from '../name.ts';

export function addDelete(credential: Command, shell: Shell): void {
  const remove = addConnectionOptions(addName(credential.command('delete'), 'credential'))
    .description('end a credential for good; its usage stays counted')
    .addHelpText('after', '\nExample:\n  atlantic credential delete app')
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption) => {
      const name = givenName(remove, word, options.name);
      await connect(options, shell).credentials.remove(name);
      // The API answers with nothing; a script still wants to parse something.
      shell.out(options.json ? JSON.stringify({ name, deleted: true }) : `Deleted ${name}.`);
    });
}
