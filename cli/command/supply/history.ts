/** `atlantic supply history [PROXY]`: the last runs, or what is remembered of one proxy. */
import type { HistoryView } from '@atlantic/contract/supply/api.ts';
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { countsText } from '../../show/counts.ts';
import { formatDuration } from '../../show/duration.ts';
import { shareText, timeText } from '../../show/moment.ts';
import { parseCount } from '../../show/quantity.ts';
import { resultText } from '../../show/run.ts';
import { formatFacts, formatTable } from '../../show/table.ts';

interface HistoryOptions extends ConnectionOptions {
  readonly most: number;
}

const COLUMNS = [
  { title: 'BEGAN' },
  { title: 'KIND' },
  { title: 'TOOK', align: 'right' },
  { title: 'CHECKED', align: 'right' },
  { title: 'ALIVE', align: 'right' },
  { title: 'RESULT' },
  { title: 'ID' },
] as const;

const rowOf = (run: RunReport): string[] => [
  timeText(run.startedAt),
  run.kind,
  run.endedAt === null ? '-' : formatDuration((run.endedAt - run.startedAt) / 1000),
  String(run.checks?.checked ?? run.progress.done),
  String(run.checks?.alive ?? run.progress.alive),
  resultText(run),
  run.id,
];

const NONE = 'There was no run yet. Begin one with: atlantic supply run';

function proxyText(proxy: HistoryView): string {
  const { proven } = proxy;
  const place = [proven.country, proven.asn === null ? null : `AS${proven.asn}`, proven.network];
  return [
    proxy.key,
    formatFacts([
      ['now', proxy.alive ? 'alive' : 'dead'],
      ['checked', timeText(proxy.checkedAt)],
      ['last alive', timeText(proxy.lastAlive)],
      ['proven since', timeText(proxy.provenAt)],
      ['first seen', timeText(proxy.firstSeen)],
      ['uptime', shareText(proxy.uptime)],
      ['success', shareText(proxy.successRate)],
      ['anonymity', proven.anonymity ?? 'not known'],
      ['exit', [proven.exit, ...place].filter((each) => each !== null).join(' ') || 'not known'],
      ['latencies', proxy.latenciesMs.map((each) => `${Math.round(each)} ms`).join(' ') || '-'],
      ['failures', countsText(proxy.reasons) || 'none'],
      ['feeds', proxy.feeds.join(' ') || 'none any more'],
    ]),
  ].join('\n');
}

function most(text: string): number {
  const count = parseCount(text);
  if (count === undefined || count < 1) throw new InvalidArgumentError('It must be a number of runs.');
  return count;
}

const EXAMPLES = `
Example:
  atlantic supply history
  atlantic supply history http://192.0.2.1:8080`;

export function addHistory(supply: Command, shell: Shell): void {
  addConnectionOptions(supply.command('history'))
    .description('list the last runs, or show what is remembered of a proxy')
    .argument('[proxy]', 'KIND://HOST:PORT, as atlantic supply proxies shows it')
    .option('--most <count>', 'runs', most, 20)
    .addHelpText('after', EXAMPLES)
    .action(async (key: string | undefined, { most: count, ...options }: HistoryOptions) => {
      const { supply: api } = connect(options, shell);
      if (key !== undefined) {
        const proxy = await api.history(key);
        return shell.out(options.json ? JSON.stringify(proxy, null, 2) : proxyText(proxy));
      }
      const { runs } = await api.runs(count);
      if (options.json) return shell.out(JSON.stringify({ runs }, null, 2));
      return shell.out(runs.length === 0 ? NONE : formatTable(COLUMNS, runs.map(rowOf)));
    });
}
