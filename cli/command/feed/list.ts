/** `atlantic feed list`: every feed, and what it brought. */
import type { ControlFeed, ControlFeedList } from '@atlantic/contract/api-feed.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { problemText } from '../../show/feed.ts';
import { shareText, timeText } from '../../show/moment.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'STATE' },
  { title: 'FROM' },
  { title: 'FETCHED' },
  { title: 'FOUND', align: 'right' },
  { title: 'ALIVE', align: 'right' },
  { title: 'YIELD', align: 'right' },
  { title: 'NEXT' },
  { title: 'PROBLEM' },
] as const;

const rowOf = ({ name, state, managed, last, alive, yield: share, nextAt }: ControlFeed): string[] => [
  name,
  state,
  managed,
  timeText(last?.at ?? null),
  last ? String(last.found) : '-',
  last ? String(alive) : '-',
  shareText(share),
  timeText(nextAt),
  (last && problemText(last)) || '-',
];

const NONE = 'There are no feeds. Add one with: atlantic feed add NAME URL';
const ALL_OFF =
  'All of them are off. Switch one on with: atlantic feed resume NAME, or add one: atlantic feed add NAME URL';

function listText({ feeds }: ControlFeedList): string {
  if (feeds.length === 0) return NONE;
  const table = formatTable(COLUMNS, feeds.map(rowOf));
  return feeds.every(({ enabled }) => !enabled) ? `${table}\n${ALL_OFF}` : table;
}

export function addListFeeds(feed: Command, shell: Shell): void {
  addConnectionOptions(feed.command('list'))
    .description('list the feeds: state, last fetch, what they name, and what share of it was alive')
    .addHelpText('after', '\nExample:\n  atlantic feed list')
    .action(async (options: ConnectionOptions) => {
      const list = await connect(options, shell).feeds.list();
      shell.out(options.json ? JSON.stringify(list, null, 2) : listText(list));
    });
}
