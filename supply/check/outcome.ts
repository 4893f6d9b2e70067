/** What came of one check, and of one page: the decisions, without sockets or clocks. Pure. */
import type { CheckStage } from '@atlantic/contract/supply/run.ts';
import type { Dead, Verdict } from '../verdict.ts';
import type { Judge } from './judge.ts';
import { type JudgePage, readJudge } from './read-judge.ts';
import { ofStatus } from './status.ts';
import type { Answer, Failure } from './talk.ts';

export type Outcome =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** This machine was at fault, by the system's name of it: to be put back, more slowly. */
  | { readonly kind: 'local'; readonly code: string }
  /** A judge was at fault, or in doubt: to be put back, and not counted. */
  | { readonly kind: 'judge' }
  /** Another try may not meet what this one met; `verdict` is for when there is none. */
  | { readonly kind: 'transient'; readonly verdict: Dead };

/** Why a proxy is dead, before it is said when. */
export interface Death {
  readonly stage: CheckStage;
  readonly failure: Failure;
}

/** How far a trip came that failed after it was connected. Who says what is no HTTP and no SOCKS has not shaken hands. */
export const stageOf = ({ asked, spoke, code }: Failure): CheckStage =>
  asked && (spoke || code !== 'response_malformed') ? 'judge' : 'handshake';

const wrong = (code: Failure['code'], detail: string, transient = false): Failure => ({
  code,
  detail,
  spoke: true,
  asked: true,
  transient,
});

/** What the judge saw, when the answer is its page for this request, octet for octet; else what the proxy has done. */
export function readAnswer(answer: Answer, judge: Judge, token: string): JudgePage | Failure {
  const { status, headers, body } = answer;
  if (status !== 200) {
    const { code, transient } = ofStatus(status);
    return wrong(code, `Its status was ${status}.`, transient);
  }
  const recoded = headers.some(([name, value]) => /^content-encoding$/i.test(name) && !/^identity$/i.test(value));
  const reading = recoded ? ({ state: 'altered' } as const) : readJudge(judge.format, body, token);
  if (reading.state === 'foreign') return wrong('judge_unexpected', 'It brought another page.');
  const altered = reading.state === 'altered' || (judge.frame !== undefined && judge.frame !== reading.page.frame);
  return altered ? wrong('exit_tampered', 'It altered the page.') : reading.page;
}
