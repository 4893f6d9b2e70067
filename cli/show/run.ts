/** What a run of supply came to, in words. */
import type { CheckProgress, RunReport } from '@atlantic/contract/supply/run.ts';
import { formatDuration } from './duration.ts';

/** `1,200 of 20,000 checked`, without the commas: how far it is, and how long it will take. */
export function progressText({ total, done, alive, perSecond, etaSeconds }: CheckProgress): string {
  const left = etaSeconds === null ? '' : `, ${formatDuration(etaSeconds)} left`;
  return `${done} of ${total} checked, ${alive} alive, ${Math.round(perSecond)}/s${left}`;
}

/** `published as version 7`, `withheld: judge-down`, or how far it is. */
export function resultText({ endedAt, published, withheld, detail, progress }: RunReport): string {
  if (endedAt === null) return progressText(progress);
  if (withheld !== null) return `withheld: ${withheld}${detail === null ? '' : ` (${detail})`}`;
  return published === null ? 'nothing to publish' : `published as version ${published}`;
}
