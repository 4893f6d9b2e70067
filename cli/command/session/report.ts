/** `atlantic session report ID`: the exit that a session has is banned on a site. */
import { STANDARD_BAN_MINUTES } from '@atlantic/contract/ban.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { bannedText } from '../ban/obedience.ts';

interface ReportOptions extends ConnectionOptions {
  readonly target: string;
  readonly minutes: number;
}

const EXAMPLE = `
The exit is not used for the registrable domain of the target, by any session. The session has another one there.

Example:
  atlantic session report shop:cart7 --target https://www.shop.example/ --minutes 30`;

export function addReportSession(session: Command, shell: Shell): void {
  addConnectionOptions(session.command('report'))
    .description('say that the exit of a session is banned on a site')
    .argument('<id>', 'CREDENTIAL:NAME, as atlantic session list shows it')
    .requiredOption('--target <host|url>', 'where it met a wall')
    .option('--minutes <n>', 'how long it is banned there', Number, STANDARD_BAN_MINUTES)
    .addHelpText('after', EXAMPLE)
    .action(async (id: string, { target, minutes, ...options }: ReportOptions) => {
      const { bans, rotated } = await connect(options, shell).sessions.report(id, { target, minutes });
      const moved = `${id} has another exit of its provider from its next request on.`;
      const texts = [
        ...bans.map((made) => bannedText(made, made.ban.address ?? made.ban.endpoint)),
        ...(rotated ? [moved] : []),
      ];
      shell.out(options.json ? JSON.stringify({ id, bans, rotated }, null, 2) : texts.join('\n'));
      const obeyed = bans.every(({ planes }) => planes.every((plane) => plane.obeyed === true));
      if (!obeyed || rotated?.done === false) shell.endWith(1);
    });
}
