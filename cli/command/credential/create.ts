/** `atlantic credential create --name NAME`: makes a credential and shows its secret. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { secretText } from './secret.ts';

export function addCreate(credential: Command, shell: Shell): void {
  const create = addConnectionOptions(addLimits(addName(credential.command('create'), 'credential')))
    .description('make a credential and show its secret, once')
    .option('--account <name>', 'the account it belongs to; default unless given')
    .addHelpText(
      'after',
      '\nExample:\n  atlantic credential create --name app --quota-bytes 1GiB --quota-requests 10000',
    )
    .action(
      async (
        word: string | undefined,
        options: ConnectionOptions & NameOption & LimitOptions & { account?: string },
      ) => {
        const name = givenName(create, word, options.name);
        const made = await connect(options, shell).credentials.create({
          name,
          ...givenLimits(options),
          ...(options.account !== undefined && { account: options.account }),
        });
        shell.out(options.json ? JSON.stringify(made, null, 2) : secretText(`Created ${made.name}.`, made));
      },
    );
}
