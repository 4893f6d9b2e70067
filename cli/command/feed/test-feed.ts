/** `atlantic feed test NAME`: has supply fetch a feed now, and says what it would bring. */
import type { FeedTest } from '@atlantic/contract/supply/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { reportText } from '../../show/feed.ts';

const testText = ({ report, sample }: FeedTest): string =>
  [`${report.feed}: ${reportText(report)}`, ...sample.map((address) => `  ${address}`)].join('\n');

export function addTestFeed(feed: Command, shell: Shell): void {
  addConnectionOptions(feed.command('test'))
    .description('have supply fetch a feed now, and say what it would bring; it counts for nothing')
    .argument('<name>', 'as atlantic feed list shows it')
    .addHelpText('after', '\nExample:\n  atlantic feed test ours')
    .action(async (name: string, options: ConnectionOptions) => {
      const { feeds } = connect(options, shell);
      const { timeoutSeconds } = await feeds.get(name);
      const test = await feeds.test(name, timeoutSeconds);
      shell.out(options.json ? JSON.stringify(test, null, 2) : testText(test));
      if (test.report.problem !== null) shell.endWith(1);
    });
}
