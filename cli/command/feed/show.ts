/** `atlantic feed show NAME`: one feed whole. */
import type { ControlFeed } from '@atlantic/contract/api-feed.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { formatDuration } from '../../show/duration.ts';
import { reportText } from '../../show/feed.ts';
import { shareText, timeText } from '../../show/moment.ts';
import { showBytes } from '../../show/quantity.ts';
import { formatFacts } from '../../show/table.ts';

const FROM = { api: 'the API', file: 'atlantic.yaml', shipped: 'Atlantic itself' } as const;

function feedText(feed: ControlFeed): string {
  const source = feed.url ?? feed.file ?? `${feed.listed} proxies, named there`;
  const failed = feed.failures === 0 ? '' : `, ${feed.failures} fetches failed in a row`;
  return [
    feed.name,
    formatFacts([
      ['source', source],
      ['declared by', FROM[feed.managed]],
      ['state', `${feed.state}${failed}`],
      ['format', `${feed.format}${feed.kind === undefined ? '' : `, ${feed.kind}`}`],
      ['headers', feed.headers.join(' ') || 'none'],
      ['fetched every', formatDuration(feed.everySeconds)],
      ['at most', `${feed.timeoutSeconds} s, ${showBytes(feed.maxBytes)}`],
      ['next', timeText(feed.nextAt)],
      ['changed', timeText(feed.changedAt)],
      ['alive', feed.last ? `${feed.alive} (${shareText(feed.yield)})` : '-'],
      ['last fetch', feed.last ? `${timeText(feed.last.at)}: ${reportText(feed.last)}` : 'none yet'],
      ...(feed.terms === undefined ? [] : [['terms', feed.terms] as const]),
    ]),
  ].join('\n');
}

export function addShowFeed(feed: Command, shell: Shell): void {
  addConnectionOptions(feed.command('show'))
    .description('show a feed, and what its last fetch came to')
    .argument('<name>', 'as atlantic feed list shows it')
    .addHelpText('after', '\nExample:\n  atlantic feed show ours')
    .action(async (name: string, options: ConnectionOptions) => {
      const found = await connect(options, shell).feeds.get(name);
      shell.out(options.json ? JSON.stringify(found, null, 2) : feedText(found));
    });
}
