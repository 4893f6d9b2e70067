/** `atlantic credential update NAME`: changes what a credential may spend. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { addLimits, givenLimits, type LimitOptions } from '../limit.ts';
import { addName, givenName, type NameOption } from '../name.ts';

export function addUpdate(credential: Command, shell: Shell): void {
  const update = addConnectionOptions(addLimits(addName(credential.command('update'), 'credential')))
    .description('change what a credential may do; what it has spent stays counted')
    .addHelpText(
      'after',
      '\nExample:\n  atlantic credential update app --quota-bytes 5GiB --rate 20:50 --concurrency none',
    )
    .action(async (word: string | undefined, options: ConnectionOptions & NameOption & LimitOptions) => {
      const name = givenName(update, word, options.name);
      const change = givenLimits(options);
      if (Object.keys(change).length === 0) {
        update.error('error: nothing to change: give one of the limits', { exitCode: 2 });
      }
      const updated = await connect(options, shell).credentials.update(name, change);
      const sentence = `${updated.name} may now do: ${showLimits(updated)}.`;
      shell.out(options.json ? JSON.stringify(updated, null, 2) : sentence);
    });
}
