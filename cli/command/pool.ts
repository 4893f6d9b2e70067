/** `atlantic pool list|health`: the pools, what is in them, and how it is. */
import type { PoolList } from '@atlantic/contract/api.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import type { Shell } from '../shell.ts';
import { formatTable } from '../show/table.ts';
import { healthText } from './pool/health.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'KIND' },
  { title: 'ROUTES', align: 'right' },
  { title: 'ENDPOINTS', align: 'right' },
  { title: 'FIRST ENDPOINT' },
] as const;

function providerText(provider: PoolList['pools'][number]['provider']): string {
  if (!provider) return '-';
  const { name, product, supports } = provider;
  return `${name} ${product}: ${supports.length === 0 ? 'no options' : supports.join(', ')}`;
}

function poolsText({ pools }: PoolList): string {
  if (pools.length === 0) return 'There are no pools. Declare one under "pools" in atlantic.yaml.';
  // Who has no provider is spared the column.
  const some = pools.some(({ provider }) => provider !== undefined);
  const rows = pools.map(({ name, kind, routes, endpoints, provider }) => [
    name,
    kind,
    String(routes),
    kind === 'direct' && endpoints.length === 0 ? '-' : String(endpoints.length),
    endpoints[0] ?? '-',
    ...(some ? [providerText(provider)] : []),
  ]);
  return formatTable(some ? [...COLUMNS, { title: 'PROVIDER' }] : COLUMNS, rows);
}

export function addPool(program: Command, shell: Shell): void {
  const pool = program.command('pool').description('look at the pools');
  addConnectionOptions(pool.command('list'))
    .description('list the pools, how many routes lead to each, and their endpoints (all of them with --json)')
    .addHelpText('after', '\nExample:\n  atlantic pool list')
    .action(async (options: ConnectionOptions) => {
      const pools = await connect(options, shell).pools();
      shell.out(options.json ? JSON.stringify(pools, null, 2) : poolsText(pools));
    });
  addConnectionOptions(pool.command('health <name>'))
    .description('show how each plane finds the endpoints of a pool: state, why, until when, success rate and latency')
    .addHelpText('after', '\nExample:\n  atlantic pool health rented')
    .action(async (name: string, options: ConnectionOptions) => {
      const health = await connect(options, shell).poolHealth(name);
      shell.out(options.json ? JSON.stringify(health, null, 2) : healthText(health));
    });
}
