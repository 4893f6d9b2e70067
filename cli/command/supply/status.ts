/** `atlantic supply status`: what is published, how old it is, and what goes on. */
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../../connection.ts';
import type { Shell } from '../../shell.ts';
import { countsText } from '../../show/counts.ts';
import { formatDuration } from '../../show/duration.ts';
import { timeText } from '../../show/moment.ts';
import { resultText } from '../../show/run.ts';
import { formatFacts } from '../../show/table.ts';

/** Countries that a person is shown; `--json` has all. */
const SHOWN_COUNTRIES = 8;

function snapshotFacts(snapshot: SupplyStatus['snapshot']): [string, string][] {
  if (!snapshot) return [['published', 'nothing yet']];
  const { version, ageSeconds, stale, why, alive, kinds, anonymities, countries } = snapshot;
  const age = `${formatDuration(ageSeconds)} old`;
  const places = Object.entries(countries).sort(([, a], [, b]) => b - a);
  const more = places.length > SHOWN_COUNTRIES ? `, and ${places.length - SHOWN_COUNTRIES} more` : '';
  return [
    ['published', `${alive} proxies, version ${version}, ${stale ? `STALE (${why ?? 'not said'}), ${age}` : age}`],
    ['kinds', countsText(kinds) || '-'],
    ['anonymity', countsText(anonymities) || '-'],
    ['countries', `${countsText(Object.fromEntries(places.slice(0, SHOWN_COUNTRIES))) || '-'}${more}`],
  ];
}

const judgeText = ({ up, latencyMs, code }: SupplyStatus['judges'][number]): string =>
  up ? `up${latencyMs === null ? '' : `, ${Math.round(latencyMs)} ms`}` : `DOWN${code === null ? '' : `: ${code}`}`;

const NO_JUDGE =
  'There is no judge, so nothing can be checked: set supply.judges in atlantic.yaml, or check.mode: connect.';

/** What is to be done next, where nothing can come of it as it is. */
function adviceOf({ feeds, snapshot, running, judges, last }: SupplyStatus): string[] {
  if (feeds.active + feeds.paused === 0) return ['No feed is on. Add one with: atlantic feed add NAME URL'];
  if (judges.length === 0 && last?.withheld === 'judge-down') return [NO_JUDGE];
  return snapshot === null && running === null ? ['Begin a run with: atlantic supply run'] : [];
}

function statusText(status: SupplyStatus): string {
  const { judges, running, last, nextRunAt, feeds, known, geo } = status;
  return [
    formatFacts([
      ...snapshotFacts(status.snapshot),
      ...judges.map((judge) => [`judge ${judge.url}`, judgeText(judge)] as const),
      ['running', running ? `${running.kind}: ${resultText(running)}` : 'nothing'],
      ['last run', last ? `${last.kind}, ${timeText(last.startedAt)}: ${resultText(last)}` : 'none yet'],
      ['next run', timeText(nextRunAt)],
      ['feeds', `${feeds.active} active, ${feeds.paused} paused, ${feeds.off} off`],
      ['remembered', `${known} proxies`],
      ['places', [geo.country, geo.asn].filter((each) => each !== null).join(', ') || 'not known'],
      ...(geo.attribution === null ? [] : [['', geo.attribution] as const]),
    ]),
    ...adviceOf(status),
  ].join('\n');
}

export function addSupplyStatus(supply: Command, shell: Shell): void {
  addConnectionOptions(supply.command('status'))
    .description('show what is published, how old it is, and what goes on')
    .addHelpText('after', '\nExample:\n  atlantic supply status')
    .action(async (options: ConnectionOptions) => {
      const status = await connect(options, shell).supply.status();
      shell.out(options.json ? JSON.stringify(status, null, 2) : statusText(status));
    });
}
