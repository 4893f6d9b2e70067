/** `atlantic feed remove NAME`. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

export function addRemoveFeed(feed: Command, shell: Shell): void {
  addConnectionOptions(feed.command('remove'))
    .description('remove a feed that was added; what it brought stays known as long as it is alive')
    .argument('<name>', 'as atlantic feed list shows it')
    .addHelpText('after', '\nExample:\n  atlantic feed remove ours')
    .action(async (name: string, options: ConnectionOptions) => {
      await connect(options, shell).feeds.remove(name);
      shell.out(options.json ? JSON.stringify({ removed: name }) : `Removed ${name}.`);
    });
}
