/** `atlantic ban remove ID`. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { obedienceText } from './obedience.ts';

export function addRemoveBan(ban: Command, shell: Shell): void {
  addConnectionOptions(ban.command('remove'))
    .description('end a ban before its time')
    .argument('<id>', 'as atlantic ban list shows it')
    .addHelpText('after', '\nExample:\n  atlantic ban remove 0123456789abcdef')
    .action(async (id: string, options: ConnectionOptions) => {
      const removed = await connect(options, shell).bans.remove(id);
      shell.out(options.json ? JSON.stringify(removed, null, 2) : `${id} is no more${obedienceText(removed.planes)}`);
      if (removed.planes.some(({ obeyed }) => obeyed === null)) shell.endWith(1);
    });
}
