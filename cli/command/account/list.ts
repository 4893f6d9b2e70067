/** `atlantic account list`: every account, what its credentials may do together and what they have spent. */
import type { Account } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { showBytes } from '../../show/quantity.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'STATE' },
  { title: 'CREDENTIALS', align: 'right' },
  { title: 'REQUESTS', align: 'right' },
  { title: 'USED', align: 'right' },
  { title: 'LIMITS' },
  { title: 'TARGETS' },
  { title: 'PRIORITY', align: 'right' },
  { title: 'MANAGED BY' },
] as const;

function targetsText({ deny, only }: Account['targets']): string {
  const parts = [
    ...(only.length === 0 ? [] : [`only ${only.join(' ')}`]),
    ...(deny.length === 0 ? [] : [`never ${deny.join(' ')}`]),
  ];
  return parts.length === 0 ? 'any' : parts.join('; ');
}

const listText = (accounts: readonly Account[]): string =>
  formatTable(
    COLUMNS,
    accounts.map((account) => [
      account.name,
      account.state,
      String(account.credentials),
      String(account.used.requests),
      showBytes(account.used.bytes),
      showLimits(account),
      targetsText(account.targets),
      String(account.priority),
      account.managed === 'file' ? 'configuration' : 'API',
    ]),
  );

export function addListAccounts(account: Command, shell: Shell): void {
  addConnectionOptions(account.command('list'))
    .description('list accounts, what their credentials may do together and what they have spent')
    .addHelpText('after', '\nExample:\n  atlantic account list')
    .action(async (options: ConnectionOptions) => {
      const list = await connect(options, shell).accounts.list();
      shell.out(options.json ? JSON.stringify(list, null, 2) : listText(list.accounts));
    });
}
