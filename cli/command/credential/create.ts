/** `atlantic credential create --name NAME`: makes a credential and shows its secret. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { type AllowFromOptions, addAllowFrom, givenAllowFrom } from './allow-from.ts';
import { addPreset, givenPreset, type PresetOption } from './preset.ts';
import { secretText } from './secret.ts';

type CreateOptions = ConnectionOptions &
  NameOption &
  LimitOptions &
  AllowFromOptions &
  PresetOption & { account?: string };

const FOOT = `
Example:
  atlantic credential create --name app --quota-bytes 1GiB --quota-requests 10000
  atlantic credential create --name office --allow-from 192.0.2.0/24 --allow-from 2001:db8::/32`;

export function addCreate(credential: Command, shell: Shell): void {
  const create = addConnectionOptions(
    addPreset(addAllowFrom(addLimits(addName(credential.command('create'), 'credential')))),
  )
    .description('make a credential and show its secret, once')
    .option('--account <name>', 'the account it belongs to; default unless given')
    .addHelpText('after', FOOT)
    .action(async (word: string | undefined, options: CreateOptions) => {
      const name = givenName(create, word, options.name);
      const account = options.account === undefined ? {} : { account: options.account };
      const wanted = { name, ...account, ...givenLimits(options), ...givenAllowFrom(options), ...givenPreset(options) };
      const made = await connect(options, shell).credentials.create(wanted);
      shell.out(options.json ? JSON.stringify(made, null, 2) : secretText(`Created ${made.name}.`, made));
    });
}
