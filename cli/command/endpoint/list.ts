/** `atlantic endpoint list`: the endpoints of one pool or of all, without user names and passwords. */
import type { EndpointView } from '@atlantic/contract/api-endpoint.ts';
import type { Client } from '@atlantic/contract/client.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { momentText, reasonText } from '../../show/health.ts';
import { showPlace } from '../../show/place.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'POOL' },
  { title: 'ADDRESS' },
  { title: 'WEIGHT', align: 'right' },
  { title: 'PLACE' },
  { title: 'EXIT' },
  { title: 'STATE' },
  { title: 'WHY' },
  { title: 'UNTIL' },
  { title: 'BANNED' },
  { title: 'FROM' },
  { title: 'ID' },
] as const;

/** More than any pool has pages. */
const MOST_PAGES = 100;

async function endpointsOf(client: Client, pool: string): Promise<EndpointView[]> {
  const all: EndpointView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { endpoints, next } = await client.endpoints.list(pool, cursor);
    all.push(...endpoints);
    if (next === null) break;
    cursor = next;
  }
  return all;
}

/** Those of a pool, or of all. */
export async function everyEndpoint(client: Client, pool: string | undefined): Promise<EndpointView[]> {
  if (pool !== undefined) return endpointsOf(client, pool);
  const { pools } = await client.pools();
  const all: EndpointView[] = [];
  for (const { name, kind } of pools)
    if (kind === 'list' || kind === 'supply') all.push(...(await endpointsOf(client, name)));
  return all;
}

type Found = EndpointView['health'][number];

/** The worst first: what one plane cannot use is worth knowing, whatever the others say. */
const GRAVITY: readonly Found['state'][] = ['ejected', 'trial', 'unknown', 'healthy'];
const worstOf = (health: readonly Found[]): Found | undefined =>
  health.toSorted((one, other) => GRAVITY.indexOf(one.state) - GRAVITY.indexOf(other.state))[0];

/** The state, and whose word it is where planes differ. */
function stateText({ health }: EndpointView, { state, plane }: Found): string {
  return health.some((other) => other.state !== state) ? `${state} (${plane})` : state;
}

function healthCells(endpoint: EndpointView): string[] {
  const worst = worstOf(endpoint.health);
  const exits = new Set(endpoint.health.flatMap(({ exitAddress }) => exitAddress ?? []));
  const exit = [...exits].join(' ') || '-';
  return worst
    ? [exit, stateText(endpoint, worst), reasonText(worst), momentText(worst.until)]
    : [exit, 'unknown', '-', '-'];
}

/** The ban that ends first, and how many more there are. */
function bannedText([first, ...more]: EndpointView['bans']): string {
  if (!first) return '-';
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${first.site ?? 'everywhere'} until ${momentText(first.until)}${others}`;
}

const rowOf = (endpoint: EndpointView): string[] => [
  endpoint.pool,
  endpoint.address,
  String(endpoint.weight),
  showPlace(endpoint) || '-',
  ...healthCells(endpoint),
  bannedText(endpoint.bans),
  FROM[endpoint.managed],
  endpoint.id,
];

const FROM = { file: 'file', api: 'import', supply: 'supply' } as const;

const NONE = `There are no endpoints. Import some with: atlantic endpoint import FILE --pool NAME
What fills pools of the kind supply is shown by: atlantic supply status`;

export function addListEndpoints(endpoint: Command, shell: Shell): void {
  addConnectionOptions(endpoint.command('list'))
    .description(
      'list the endpoints of pools of the kinds list and supply, without user names and passwords: weight, place, exit address, state, why and until when',
    )
    .option('--pool <name>', 'of this pool only')
    .addHelpText('after', '\nExample:\n  atlantic endpoint list --pool rented')
    .action(async ({ pool, ...options }: ConnectionOptions & { readonly pool?: string }) => {
      const client = connect(options, shell);
      const endpoints = await everyEndpoint(client, pool);
      if (options.json) return shell.out(JSON.stringify({ endpoints }, null, 2));
      return shell.out(endpoints.length === 0 ? NONE : formatTable(COLUMNS, endpoints.map(rowOf)));
    });
}
