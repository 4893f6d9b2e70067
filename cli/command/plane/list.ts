/** `atlantic plane list`: every plane, and how it said last that it is. */
import type { Plane, PlaneList } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatDuration } from '../../show/duration.ts';
import { overloadText } from '../../show/overload.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'KIND' },
  { title: 'STATE' },
  { title: 'LAST REPORT' },
  { title: 'UP' },
  { title: 'VERSION' },
  { title: 'SNAPSHOT', align: 'right' },
  { title: 'WORKERS', align: 'right' },
  { title: 'CONNECTIONS', align: 'right' },
  { title: 'LISTENERS' },
] as const;

function stateText({ state, unsettled, report }: Plane): string {
  if (state === 'revoked') return unsettled ? 'revoked, not settled' : 'revoked';
  return [state, ...(report?.draining ? ['draining'] : []), ...overloadText(report?.overload)].join(', ');
}

const failedText = ({ listener, error }: { listener: string; error: string }) => `${listener} (not open: ${error})`;

function rowOf(plane: Plane): string[] {
  const { name, kind, lastReportAt, report } = plane;
  const seen = [name, kind, stateText(plane), lastReportAt ?? 'never'];
  if (report === null) return [...seen, '-', '-', '-', '-', '-', '-'];
  const connections = report.workers.reduce((sum, worker) => sum + worker.connections, 0);
  return [
    ...seen,
    formatDuration(report.uptimeSeconds),
    report.version,
    report.snapshotVersion === null ? '-' : String(report.snapshotVersion),
    String(report.workers.length),
    String(connections),
    [...report.listeners, ...(report.failedListeners ?? []).map(failedText)].join(' ') || '-',
  ];
}

const NONE = 'There are no planes. Start one here with: atlantic up';

const listText = ({ planes }: PlaneList): string =>
  planes.length === 0 ? NONE : formatTable(COLUMNS, planes.map(rowOf));

export function addList(plane: Command, shell: Shell): void {
  addConnectionOptions(plane.command('list'))
    .description('list the planes and how they are (each worker with --json)')
    .addHelpText('after', '\nExample:\n  atlantic plane list')
    .action(async (options: ConnectionOptions) => {
      const list = await connect(options, shell).planes.list();
      shell.out(options.json ? JSON.stringify(list, null, 2) : listText(list));
    });
}
