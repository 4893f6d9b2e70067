/** What checks came to, and how far they are, for a person. */
import { CATALOGUE, type ErrorCode } from '@atlantic/contract/errors.ts';
import { CHECK_STAGES, type CheckProgress, type CheckSummary } from '@atlantic/contract/supply/run.ts';
import type { CheckResult } from '../verdict.ts';

const count = (amount: number): string => amount.toLocaleString('en-US');
const listed = (counts: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(counts)
    .map(([name, amount = 0]) => `${name} ${count(amount)}`)
    .join(', ');
const sentenceOf = (code: string): string =>
  Object.hasOwn(CATALOGUE, code) ? ` ${CATALOGUE[code as ErrorCode].sentence}` : '';

/** The dead by reason, the commonest first. */
function reasonLines({ reasons }: CheckSummary): string[] {
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const width = Math.max(0, ...rows.map(([code]) => code.length));
  return rows.map(([code, amount]) => `  ${code.padEnd(width)} ${count(amount).padStart(9)} ${sentenceOf(code)}`);
}

export function summaryText({ summary, ended }: CheckResult): string {
  const { checked, alive, dead, unjudged, seconds, passed, kinds, anonymities } = summary;
  const stages = CHECK_STAGES.filter((stage) => (passed[stage] ?? 0) > 0);
  const why = ended === 'judge-down' ? 'no judge answered' : ended === 'aborted' ? 'broken off' : 'no judge was sure';
  return [
    `${count(checked)} checked in ${seconds.toFixed(1)} s: ${count(alive)} alive, ${count(dead)} dead.`,
    ...(unjudged > 0 ? [`${count(unjudged)} not judged: ${why}.`] : []),
    ...(stages.length > 0
      ? [`Came through ${stages.map((stage) => `${stage} ${count(passed[stage])}`).join(', ')}.`]
      : []),
    ...(alive > 0 ? [`Alive: ${[listed(kinds), listed(anonymities)].filter(Boolean).join('; ')}.`] : []),
    ...reasonLines(summary),
  ].join('\n');
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return `${minutes}:${String(rest).padStart(2, '0')}`;
}

export function progressText({ total, done, alive, inFlight, perSecond, etaSeconds }: CheckProgress): string {
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  const left = etaSeconds === null ? '' : `, ${clock(etaSeconds)} left`;
  const rate = `${count(Math.round(perSecond))}/s`;
  return `${share} %  ${count(done)} of ${count(total)}, ${rate}, ${count(alive)} alive, ${count(inFlight)} in flight${left}`;
}
