/** `atlantic plane create NAME`: lets a plane on another machine follow this control, and shows its token. */
import type { PlaneWithToken } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatFacts } from '../../show/table.ts';

const createdText = ({ name, token }: PlaneWithToken): string =>
  [
    `Created ${name}.`,
    formatFacts([['token', token]]),
    'The token is shown only now. Put it into a file on that machine, and there run:',
    `  atlantic egress --control https://HOST:PORT --token-file FILE`,
  ].join('\n');

export function addCreate(plane: Command, shell: Shell): void {
  addConnectionOptions(plane.command('create'))
    .description('let a plane on another machine follow this control, and show its token, once')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .addHelpText('after', '\nExample:\n  atlantic plane create berlin --json | jq -r .token > berlin.token')
    .action(async (name: string, options: ConnectionOptions) => {
      const made = await connect(options, shell).planes.create(name);
      shell.out(options.json ? JSON.stringify(made, null, 2) : createdText(made));
    });
}
