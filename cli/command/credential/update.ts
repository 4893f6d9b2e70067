/** `atlantic credential update NAME`: changes what a credential may spend and where it may be used from. */
import type { CredentialUpdate } from '@atlantic/contract/api.ts';
import { type Command, Option } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showQuota } from '../../show/quota.ts';
import { type AllowFromOptions, addAllowFrom, givenAllowFrom, showAllowFrom } from './allow-from.ts';
import { addName, givenName, type NameOption } from './name.ts';
import { addQuota, givenQuota, type QuotaOptions } from './quota.ts';

type UpdateOptions = ConnectionOptions & NameOption & QuotaOptions & AllowFromOptions & { allowFromAnywhere?: true };

const changeOf = (options: UpdateOptions): CredentialUpdate => ({
  ...givenQuota(options),
  ...(options.allowFromAnywhere ? { allowFrom: [] } : givenAllowFrom(options)),
});

const FOOT = `
Example:
  atlantic credential update app --quota-bytes 5GiB --quota-requests none
  atlantic credential update app --allow-from 192.0.2.0/24`;

export function addUpdate(credential: Command, shell: Shell): void {
  const update = addConnectionOptions(addAllowFrom(addQuota(addName(credential.command('update')))))
    .addOption(new Option('--allow-from-anywhere', 'take back every restriction of addresses').conflicts('allowFrom'))
    .description('change what a credential may spend, or where it may be used from; what it has spent stays counted')
    .addHelpText('after', FOOT)
    .action(async (word: string | undefined, options: UpdateOptions) => {
      const name = givenName(update, word, options.name);
      const change = changeOf(options);
      if (Object.keys(change).length === 0) {
        const names = '--quota-bytes, --quota-requests, --allow-from or --allow-from-anywhere';
        update.error(`error: nothing to change: give ${names}`, { exitCode: 2 });
      }
      const updated = await connect(options, shell).credentials.update(name, change);
      const spends = `${updated.name} may now spend: ${showQuota(updated.quota)}.`;
      const comes = change.allowFrom ? ` It may be used from: ${showAllowFrom(updated.allowFrom)}.` : '';
      shell.out(options.json ? JSON.stringify(updated, null, 2) : `${spends}${comes}`);
    });
}
