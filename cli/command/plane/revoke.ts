/** `atlantic plane revoke NAME`: ends a plane's stream and refuses its token. */
import type { Plane } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';

const revokedText = ({ name, unsettled }: Plane): string =>
  unsettled
    ? `Revoked ${name}. What it was granted stays charged until it has reported what it spent, which it may for 24 hours.\n` +
      `If it never will: atlantic plane revoke ${name} --write-off`
    : `Revoked ${name}. It holds nothing.`;

export function addRevoke(plane: Command, shell: Shell): void {
  addConnectionOptions(plane.command('revoke'))
    .description('end a plane’s stream at once and refuse its token')
    .argument('<name>')
    .option(
      '--write-off',
      'free what it was granted and has not reported as spent; what it spent of that is never counted',
    )
    .addHelpText('after', '\nExample:\n  atlantic plane revoke berlin')
    .action(async (name: string, options: ConnectionOptions & { writeOff?: boolean }) => {
      const revoked = await connect(options, shell).planes.revoke(name, options.writeOff === true);
      shell.out(options.json ? JSON.stringify(revoked, null, 2) : revokedText(revoked));
    });
}
