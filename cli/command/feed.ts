/** `atlantic feed …`: where supply finds proxies. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addAddFeed } from './feed/add.ts';
import { addListFeeds } from './feed/list.ts';
import { addPauseFeed, addResumeFeed } from './feed/pause.ts';
import { addRemoveFeed } from './feed/remove.ts';
import { addShowFeed } from './feed/show.ts';
import { addTestFeed } from './feed/test-feed.ts';

export function addFeed(program: Command, shell: Shell): void {
  const feed = program
    .command('feed')
    .description('list, add, test, pause and remove the feeds that supply finds proxies in');
  addListFeeds(feed, shell);
  addShowFeed(feed, shell);
  addAddFeed(feed, shell);
  addTestFeed(feed, shell);
  addPauseFeed(feed, shell);
  addResumeFeed(feed, shell);
  addRemoveFeed(feed, shell);
}
