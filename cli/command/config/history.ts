/** `atlantic config history`: the configurations that were applied. */
import type { ConfigHistory, ConfigRevision } from '@atlantic/contract/config-change.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'REVISION', align: 'right' },
  { title: 'APPLIED' },
  { title: 'BY' },
  { title: 'CHANGES', align: 'right' },
  { title: 'DIGEST' },
] as const;

const BY = { start: 'start', signal: 'SIGHUP', api: 'API' } as const;
const SHOWN_DIGITS = 12;

const rowOf = ({ number, appliedAt, door, changeCount, digest }: ConfigRevision): string[] => [
  String(number),
  appliedAt,
  BY[door],
  // What a start changes is not known: the file may have been edited any number of times before it.
  door === 'start' ? '-' : String(changeCount),
  digest.slice(0, SHOWN_DIGITS),
];

const historyText = ({ revisions }: ConfigHistory): string => formatTable(COLUMNS, revisions.map(rowOf));

export function addHistory(config: Command, shell: Shell): void {
  addConnectionOptions(config.command('history'))
    .description('list the configurations that were applied (what each one changed with --json)')
    .addHelpText('after', '\nExample:\n  atlantic config history')
    .action(async (options: ConnectionOptions) => {
      const history = await connect(options, shell).config.history();
      shell.out(options.json ? JSON.stringify(history, null, 2) : historyText(history));
    });
}
