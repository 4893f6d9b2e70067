/** `atlantic session new CREDENTIAL`: says what clients send to use a session. */
import type { NewSession } from '@atlantic/contract/api-session.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatFacts } from '../../show/table.ts';
import { addPreset, givenPreset, type PresetOption } from '../credential/preset.ts';

type NewOptions = ConnectionOptions & PresetOption & { readonly session?: string };

const EXAMPLES = `
Example:
  atlantic session new shop
  atlantic session new shop --session cart7 --option lifetime=30 --option strict=on`;

const text = ({ id, username, curl }: NewSession): string =>
  `${formatFacts([
    ['session', id],
    ['username', username],
    ['try it', curl],
  ])}\nIt begins with its first request. SECRET stands for the secret of the credential.`;

export function addNewSession(session: Command, shell: Shell): void {
  addConnectionOptions(addPreset(session.command('new')))
    .description('name a session, and show the user name that clients use it by')
    .argument('<credential>', 'name of the credential')
    .option('--session <name>', 'the name of the session; one that nobody has unless given')
    .addHelpText('after', EXAMPLES)
    .action(async (credential: string, { session: name, ...options }: NewOptions) => {
      const wanted = { credential, ...(name !== undefined && { session: name }), ...givenPreset(options) };
      const made = await connect(options, shell).sessions.create(wanted);
      shell.out(options.json ? JSON.stringify(made, null, 2) : text(made));
    });
}
