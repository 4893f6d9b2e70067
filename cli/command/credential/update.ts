/** `atlantic credential update NAME`: changes what a credential may spend. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showQuota } from '../../show/quota.ts';
import { addName, givenName, type NameOption } from './name.ts';
import { addQuota, givenQuota, type QuotaOptions } from './quota.ts';

export function addUpdate(credential: Command, shell: Shell): void {
  const update = addConnectionOptions(addQuota(addName(credential.command('update'))))
    .description('change what a credential may spend; what it has spent stays counted')
    .addHelpText('after', '\nExample:\n  atlantic credential update app --quota-bytes 5GiB --quota-requests none')
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption & QuotaOptions) => {
      const name = givenName(update, word, options.name);
      const change = givenQuota(options);
      if (Object.keys(change).length === 0) {
        update.error('error: nothing to change: give --quota-bytes or --quota-requests', { exitCode: 2 });
      }
      const updated = await connect(options, shell).credentials.update(name, change);
      const sentence = `${updated.name} may now spend: ${showQuota(updated.quota)}.`;
      shell.out(options.json ? JSON.stringify(updated, null, 2) : sentence);
    });
}
