/** `atlantic status`: how control and its planes are. */
import type { Status } from '@atlantic/contract/status.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import type { Shell } from '../shell.ts';
import { formatDuration } from '../show/duration.ts';
import { overloadText } from '../show/overload.ts';
import { showBytes } from '../show/quantity.ts';
import { formatFacts } from '../show/table.ts';

function planeText({ connected, lastReportAt, ...figures }: Status['planes'][number]): string {
  const { workers, connections, snapshotVersion, overload } = figures;
  const report = lastReportAt === null ? 'nothing reported yet' : `last report ${lastReportAt}`;
  const serving =
    workers === null
      ? []
      : [`${workers} workers, ${connections} connections, snapshot ${snapshotVersion}`, ...overloadText(overload)];
  return [connected ? 'connected' : 'not connected', ...serving, report].join(', ');
}

function statusText({ version, uptimeSeconds, snapshotVersion, database, planes, credentials, usage }: Status): string {
  const { active, paused, exhausted } = credentials;
  return [
    `Atlantic ${version}, up ${formatDuration(uptimeSeconds)}`,
    formatFacts([
      ['database', `${database.kind}, ${database.ok ? 'ok' : 'does not answer'}`],
      ['snapshot', `version ${snapshotVersion}`],
      ...planes.map((plane) => [`plane ${plane.name}`, planeText(plane)] as const),
      ['credentials', `${active} active, ${paused} paused, ${exhausted} exhausted`],
      ['usage', `${usage.requests} requests, ${showBytes(usage.bytesUp)} up, ${showBytes(usage.bytesDown)} down`],
    ]),
    ...(planes.length === 0 ? ['No plane has connected yet: traffic is not served.'] : []),
  ].join('\n');
}

export function addStatus(program: Command, shell: Shell): void {
  addConnectionOptions(program.command('status'))
    .description('show how control and its planes are')
    .addHelpText('after', '\nExample:\n  atlantic status --json')
    .action(async (options: ConnectionOptions) => {
      const status = await connect(options, shell).status();
      shell.out(options.json ? JSON.stringify(status, null, 2) : statusText(status));
    });
}
