/** `atlantic credential update NAME`: changes what a credential may spend and where it may be used from. */
import type { CredentialUpdate } from '@atlantic/contract/api.ts';
import { type Command, Option } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';
import { type AllowFromOptions, addAllowFrom, givenAllowFrom, showAllowFrom } from './allow-from.ts';
import { addPreset, givenPreset, type PresetOption } from './preset.ts';

type UpdateOptions = ConnectionOptions &
  NameOption &
  LimitOptions &
  AllowFromOptions &
  PresetOption & { allowFromAnywhere?: true };

const changeOf = (options: UpdateOptions): CredentialUpdate => ({
  ...givenLimits(options),
  ...givenPreset(options),
  ...(options.allowFromAnywhere ? { allowFrom: [] } : givenAllowFrom(options)),
});

const FOOT = `
Example:
  atlantic credential update app --quota-bytes 5GiB --quota-requests none
  atlantic credential update app --allow-from 192.0.2.0/24`;

export function addUpdate(credential: Command, shell: Shell): void {
  const update = addConnectionOptions(
    addPreset(addAllowFrom(addLimits(addName(credential.command('update'), 'credential')))),
  )
    .addOption(new Option('--allow-from-anywhere', 'take back every restriction of addresses').conflicts('allowFrom'))
    .description('change what a credential may do, or where it may be used from; what it has spent stays counted')
    .addHelpText('after', FOOT)
    .action(async (word: string | undefined, options: UpdateOptions) => {
      const name = givenName(update, word, options.name);
      const change = changeOf(options);
      if (Object.keys(change).length === 0) {
        update.error('error: nothing to change: give a limit, --option, --allow-from or --allow-from-anywhere', {
          exitCode: 2,
        });
      }
      const updated = await connect(options, shell).credentials.update(name, change);
      const does = `${updated.name} may now do: ${showLimits(updated)}.`;
      const comes = change.allowFrom ? ` It may be used from: ${showAllowFrom(updated.allowFrom)}.` : '';
      shell.out(options.json ? JSON.stringify(updated, null, 2) : `${does}${comes}`);
    });
}
