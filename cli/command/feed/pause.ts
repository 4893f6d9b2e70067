/** `atlantic feed pause|resume NAME`: stops fetching a feed without forgetting it. */
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

function addEnabledState(parent: Command, shell: Shell, verb: string, enabled: boolean, description: string): void {
  addConnectionOptions(parent.command(verb))
    .description(description)
    .argument('<name>', 'as atlantic feed list shows it')
    .addHelpText('after', `\nExample:\n  atlantic feed ${verb} ours`)
    .action(async (name: string, options: ConnectionOptions) => {
      const changed = await connect(options, shell).feeds.update(name, { enabled });
      const text = `${changed.name} is ${enabled ? 'on, and fetched in the next run' : 'off'}.`;
      shell.out(options.json ? JSON.stringify(changed, null, 2) : text);
    });
}

export const addPauseFeed = (feed: Command, shell: Shell): void =>
  addEnabledState(feed, shell, 'pause', false, 'leave a feed out until it is resumed');

export const addResumeFeed = (feed: Command, shell: Shell): void =>
  addEnabledState(feed, shell, 'resume', true, 'switch a feed on that is off, such as one that ships with Atlantic');
