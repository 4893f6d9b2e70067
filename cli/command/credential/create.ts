/** `atlantic credential create --name NAME`: makes a credential and shows its secret. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addName, givenName, type NameOption } from './name.ts';
import { addQuota, givenQuota, type QuotaOptions } from './quota.ts';
import { secretText } from './secret.ts';

export function addCreate(credential: Command, shell: Shell): void {
  const create = addConnectionOptions(addQuota(addName(credential.command('create'))))
    .description('make a credential and show its secret, once')
    .addHelpText(
      'after',
      '\nExample:\n  atlantic credential create --name app --quota-bytes 1GiB --quota-requests 10000',
    )
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption & QuotaOptions) => {
      const name = givenName(create, word, options.name);
      const made = await connect(options, shell).credentials.create({ name, ...givenQuota(options) });
      shell.out(options.json ? JSON.stringify(made, null, 2) : secretText(`Created ${made.name}.`, made));
    });
}
