/** `atlantic supply proxies [NAME=VALUE …]`: what is published, without passwords. */
import type { ProxyPage, ProxyView } from '@atlantic/contract/supply/api.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { shareText } from '../../show/moment.ts';
import { formatTable } from '../../show/table.ts';

const COLUMNS = [
  { title: 'PROXY' },
  { title: 'ANONYMITY' },
  { title: 'EXIT' },
  { title: 'COUNTRY' },
  { title: 'LATENCY', align: 'right' },
  { title: 'UPTIME', align: 'right' },
  { title: 'FEEDS' },
] as const;

const rowOf = ({ key, anonymity, exit, country, latencyP50Ms, uptime, feeds }: ProxyView): string[] => [
  key,
  anonymity ?? '-',
  exit ?? '-',
  country ?? '-',
  `${Math.round(latencyP50Ms)} ms`,
  shareText(uptime),
  feeds.join(' ') || '-',
];

const NONE = 'No proxy is so. See what is published with: atlantic supply status';

function pageText({ proxies, total, next }: ProxyPage): string {
  if (proxies.length === 0) return NONE;
  const more = next === null ? '' : `\n${proxies.length} of ${total}. The next with: cursor=${next}`;
  return `${formatTable(COLUMNS, proxies.map(rowOf))}${more}`;
}

function filter(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

const EXAMPLES = `
Filters are those of GET /get-proxy of supply's own API (docs/supply.md).

Example:
  atlantic supply proxies country=de limit=20`;

export function addProxies(supply: Command, shell: Shell): void {
  addConnectionOptions(supply.command('proxies'))
    .description('list the published proxies, the best first, without passwords')
    .argument('[filter...]', 'NAME=VALUE, such as country=de', filter)
    .addHelpText('after', EXAMPLES)
    .action(async (filters: Readonly<Record<string, string>> | undefined, options: ConnectionOptions) => {
      const page = await connect(options, shell).supply.proxies(filters ?? {});
      shell.out(options.json ? JSON.stringify(page, null, 2) : pageText(page));
    });
}
