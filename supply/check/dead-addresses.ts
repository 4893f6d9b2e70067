/**
 * Addresses that a run found dead before anything was said: what else is listed there, of another kind or user, need not be
 * tried. A third of the addresses in public lists is listed under several kinds.
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { Candidate } from '../candidate.ts';
import type { Verdict } from '../verdict.ts';

export interface DeadAddresses {
  note(candidate: Candidate, verdict: Verdict): void;
  /** Why nothing answers there, or undefined. */
  codeOf(candidate: Candidate): ErrorCode | undefined;
}

const MOST = 200_000;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Numbers take a fraction of the memory that strings do. */
function keyOf({ host, port }: Candidate): number | string {
  const parts = IPV4.exec(host);
  if (!parts) return `${host} ${port}`;
  return parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0) * 65_536 + port;
}

/** Once it holds `most`, what is longest known is forgotten. */
export function createDeadAddresses(most = MOST): DeadAddresses {
  const codes = new Map<number | string, ErrorCode>();
  return {
    note(candidate, verdict) {
      if (verdict.alive || verdict.stage !== 'connect') return;
      codes.set(keyOf(candidate), verdict.code);
      if (codes.size <= most) return;
      for (const oldest of codes.keys()) return void codes.delete(oldest);
    },
    codeOf: (candidate) => codes.get(keyOf(candidate)),
  };
}
