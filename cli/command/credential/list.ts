/** `atlantic credential list`: every credential, what it may spend and what it has spent. */
import type { Credential } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { showLimits } from '../../show/limits.ts';
import { showBytes } from '../../show/quantity.ts';
import { formatTable } from '../../show/table.ts';
import { showPreset } from './preset.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'USERNAME' },
  { title: 'STATE' },
  { title: 'REQUESTS', align: 'right' },
  { title: 'USED', align: 'right' },
  { title: 'LIMITS' },
  { title: 'OPTIONS' },
  { title: 'ACCOUNT' },
  { title: 'MANAGED BY' },
] as const;

function listText(credentials: readonly Credential[]): string {
  if (credentials.length === 0)
    return 'There are no credentials. Make one with: atlantic credential create --name NAME';
  const rows = credentials.map((credential) => {
    const { name, username, state, used, account, options, managed } = credential;
    return [
      name,
      username,
      state,
      String(used.requests),
      showBytes(used.bytes),
      showLimits(credential),
      showPreset(options),
      account,
      managed === 'file' ? 'configuration' : 'API',
    ];
  });
  return formatTable(COLUMNS, rows);
}

export function addList(credential: Command, shell: Shell): void {
  addConnectionOptions(credential.command('list'))
    .description('list credentials, what they may spend and what they have spent')
    .addHelpText('after', '\nExample:\n  atlantic credential list')
    .action(async (options: ConnectionOptions) => {
      const list = await connect(options, shell).credentials.list();
      shell.out(options.json ? JSON.stringify(list, null, 2) : listText(list.credentials));
    });
}
