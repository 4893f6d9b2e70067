/** `atlantic ban list`: the bans in force. */
import type { BanList } from '@atlantic/contract/api-ban.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { momentText } from '../../show/health.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'SITE' },
  { title: 'POOL' },
  { title: 'ADDRESS' },
  { title: 'UNTIL' },
  { title: 'BY' },
  { title: 'PLANES' },
  { title: 'ID' },
];

const rowOf = ({ site, pool, address, endpoint, until, why, planes, id }: BanList['bans'][number]): string[] => [
  site ?? 'everywhere',
  pool ?? '-',
  address ?? endpoint,
  momentText(until),
  why,
  planes.join(', '),
  id,
];

export function addListBans(ban: Command, shell: Shell): void {
  addConnectionOptions(ban.command('list'))
    .description('list the bans in force, those that end first at the top')
    .option('--pool <name>', 'of this pool only')
    .addHelpText('after', '\nExample:\n  atlantic ban list --pool rented')
    .action(async ({ pool, ...options }: ConnectionOptions & { readonly pool?: string }) => {
      const { bans: all } = await connect(options, shell).bans.list();
      const bans = pool === undefined ? all : all.filter((each) => each.pool === pool);
      if (options.json) return shell.out(JSON.stringify({ bans }, null, 2));
      return shell.out(bans.length === 0 ? 'There are no bans.' : formatTable(COLUMNS, bans.map(rowOf)));
    });
}
