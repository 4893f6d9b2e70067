/** What a probe says of its endpoint, and in which words it is reported. Pure. */
import type { ProbeResult } from '@atlantic/contract/plane.ts';
import { faultOf } from '@atlantic/kernel/pool/fault.ts';
import type { JudgeAnswer } from '../upstream/judge.ts';

const LONGEST_DETAIL = 200;

/** What a probe says: of the endpoint, of the endpoint or the judge, or of neither. */
export type Verdict = 'reached' | 'endpoint' | 'judge' | 'neither';

export function verdictOf(answer: JudgeAnswer): Verdict {
  if (answer.reached) return 'reached';
  const { error, stage } = answer;
  // Nobody was asked: the name of the judge itself is not known here.
  if (stage === undefined) return error.source === 'gateway' ? 'neither' : 'judge';
  const fault = faultOf(error.code, stage);
  if (fault === 'endpoint') return 'endpoint';
  if (fault === 'client' || fault === 'gateway') return 'neither';
  return stage === 'dial' || stage === 'handshake' ? 'neither' : 'judge';
}

function faultWord(answer: Extract<JudgeAnswer, { reached: false }>): ProbeResult['fault'] {
  const verdict = verdictOf(answer);
  if (verdict === 'endpoint') return 'endpoint';
  if (verdict !== 'judge') return 'gateway';
  const { error, stage } = answer;
  return stage === undefined || faultOf(error.code, stage) === 'target' ? 'judge' : 'either';
}

/** In the words of reports. */
export function resultOf(answer: JudgeAnswer): ProbeResult {
  const { reached } = answer;
  const milliseconds = Math.round(answer.milliseconds);
  if (answer.reached) {
    const { exitAddress } = answer;
    return { reached, milliseconds, ...(exitAddress !== undefined && { exitAddress }) };
  }
  const { code, detail } = answer.error;
  return {
    reached,
    milliseconds,
    code,
    fault: faultWord(answer),
    ...(detail !== undefined && { detail: detail.slice(0, LONGEST_DETAIL) }),
  };
}
