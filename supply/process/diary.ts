/** What has happened, as far as it decides what is to be done next. */
import type { RunReport } from '@atlantic/contract/supply/run.ts';
import type { Happened } from './schedule.ts';

export interface Diary {
  /** Reports of an earlier life, the newest first. */
  restore(reports: readonly RunReport[]): void;
  began(report: Pick<RunReport, 'kind' | 'startedAt'>): void;
  ended(report: RunReport): void;
  /** Since when somebody is suspect; undefined: nobody is. */
  suspects(since: number | undefined): void;
  /** Something is to be found that the last full run could not know. */
  news(): void;
  happened(): Omit<Happened, 'anything' | 'alive'>;
}

export function createDiary(): Diary {
  let fullAt: number | undefined;
  let fullEndedAt: number | undefined;
  let withheld = 0;
  let endedAt: number | undefined;
  let suspectsAt: number | undefined;
  let suspectSince: number | undefined;

  const ended = ({ kind, startedAt, endedAt: at, withheld: why }: RunReport) => {
    endedAt = at ?? endedAt;
    if (kind === 'suspects') suspectsAt = at ?? undefined;
    if (kind !== 'full') return;
    fullAt = startedAt;
    fullEndedAt = at ?? undefined;
    if (why === null) withheld = 0;
    else if (why !== 'aborted') withheld += 1;
  };
  return {
    restore: (reports) => reports.toReversed().forEach(ended),
    began({ kind, startedAt }) {
      if (kind !== 'full') return;
      fullAt = startedAt;
      fullEndedAt = undefined;
    },
    ended,
    suspects(since) {
      suspectSince = since === undefined ? undefined : (suspectSince ?? since);
    },
    news() {
      fullAt = undefined;
    },
    happened: () => ({ fullAt, fullEndedAt, withheld, endedAt, suspectsAt, suspectSince }),
  };
}
