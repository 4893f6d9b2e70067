/** `atlantic credential create --name NAME`: makes a credential and shows its secret. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { type AllowFromOptions, addAllowFrom, givenAllowFrom } from './allow-from.ts';
import { addName, givenName, type NameOption } from './name.ts';
import { addQuota, givenQuota, type QuotaOptions } from './quota.ts';
import { secretText } from './secret.ts';

type CreateOptions = ConnectionOptions & NameOption & QuotaOptions & AllowFromOptions;

const FOOT = `
Example:
  atlantic credential create --name app --quota-bytes 1GiB --quota-requests 10000
  atlantic credential create --name office --allow-from 192.0.2.0/24 --allow-from 2001:db8::/32`;

export function addCreate(credential: Command, shell: Shell): void {
  const create = addConnectionOptions(addAllowFrom(addQuota(addName(credential.command('create')))))
    .description('make a credential and show its secret, once')
    .addHelpText('after', FOOT)
    .action(async (word: string | undefined, options: CreateOptions) => {
      const name = givenName(create, word, options.name);
      const wanted = { name, ...givenQuota(options), ...givenAllowFrom(options) };
      const made = await connect(options, shell).credentials.create(wanted);
      shell.out(options.json ? JSON.stringify(made, null, 2) : secretText(`Created ${made.name}.`, made));
    });
}
