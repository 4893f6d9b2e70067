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

type PoolView = PoolList['pools'][number];

function providerText(provider: PoolView['provider']): string {
  if (!provider) return '-';
  const { name, product, supports } = provider;
  return `${name} ${product}: ${supports.length === 0 ? 'no options' : supports.join(', ')}`;
}

function countText({ kind, endpointCount, imported }: PoolView): string {
  if (kind === 'direct' && endpointCount === 0) return '-';
  return imported === 0 ? String(endpointCount) : `${endpointCount} (${imported} imported)`;
}

/** What is stored for pools that are gone, and how to get rid of it. */
function undeclaredText(undeclared: PoolList['undeclared']): string[] {
  return undeclared.map(
    ({ name, imported }) =>
      `${imported} imported for ${name}, which atlantic.yaml does not declare as a list; not in use. To delete: ` +
      `atlantic endpoint delete --all --pool ${name}`,
  );
}

function poolsText({ pools, undeclared }: PoolList): string {
  if (pools.length === 0) return 'There are no pools. Declare one under "pools" in atlantic.yaml.';
  // Who has no provider is spared the column.
  const some = pools.some(({ provider }) => provider !== undefined);
  const rows = pools.map((pool) => [
    pool.name,
    pool.kind,
    String(pool.routes),
    countText(pool),
    pool.endpoints[0] ?? '-',
    ...(some ? [providerText(pool.provider)] : []),
  ]);
  const table = formatTable(some ? [...COLUMNS, { title: 'PROVIDER' }] : COLUMNS, rows);
  return [table, ...undeclaredText(undeclared)].join('\n');
}

export function addPool(program: Command, shell: Shell): void {
  const pool = program.command('pool').description('look at the pools');
  addConnectionOptions(pool.command('list'))
    .description('list the pools, how many routes lead to each, and how many endpoints it has')
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
