/** `atlantic ban add ENDPOINT`: takes an exit out of use for a site or for all, until a time. */
import { STANDARD_BAN_MINUTES } from '@atlantic/contract/ban.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { bannedText } from './obedience.ts';

interface AddOptions extends ConnectionOptions {
  readonly target?: string;
  readonly minutes: number;
}

const EXAMPLES = `
A ban for a target holds for its registrable domain: www.shop.example and api.shop.example are one site.

Example:
  atlantic ban add rented-0123456789ab --target https://www.shop.example/ --minutes 30
  atlantic ban add rented-0123456789ab`;

export function addAddBan(ban: Command, shell: Shell): void {
  addConnectionOptions(ban.command('add'))
    .description('ban an endpoint for a target, or for all')
    .argument('<endpoint>', 'its id, as atlantic endpoint list shows it; direct for the direct exit')
    .option('--target <host|url>', 'for this site only')
    .option('--minutes <n>', 'how long', Number, STANDARD_BAN_MINUTES)
    .addHelpText('after', EXAMPLES)
    .action(async (endpoint: string, { target, minutes, ...options }: AddOptions) => {
      const made = await connect(options, shell).bans.add({
        endpoint,
        minutes,
        ...(target !== undefined && { target }),
      });
      shell.out(options.json ? JSON.stringify(made, null, 2) : bannedText(made));
      if (made.planes.some(({ obeyed }) => obeyed !== true)) shell.endWith(1);
    });
}
