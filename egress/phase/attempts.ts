import type { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import type { Pool } from '../view.ts';
import type { Lease } from './lease.ts';

/** What became of the attempts on one pool so far; a request that is sent again goes on where it was. */
export interface Attempts {
  readonly pool: Pool;
  readonly tried: Set<Candidate>;
  failures: number;
  /** An exit was passed over for its address family: that is no reason to stay with another. */
  detour: boolean;
  /** What the last one said. */
  last: unknown;
}

/** Of a request: the lease it has or had last, and the attempts on the pool it is at now. */
interface Attempting {
  lease?: Lease;
  attempts?: Attempts;
}

/** The attempts on this pool: those so far, or none when the request has just come to it. */
export function attemptsOn(pool: Pool, record: Attempting): Attempts {
  if (record.attempts?.pool !== pool)
    record.attempts = { pool, tried: new Set(), failures: 0, detour: false, last: undefined };
  return record.attempts;
}

/** The lease of the request has led nowhere: whose fault it was is counted, and the exit is not taken again. */
export function giveUp({ lease, attempts }: Attempting, error: AtlanticError): void {
  if (!lease || !attempts) return;
  lease.failed(error.code);
  lease.release();
  attempts.tried.add(lease.exit.candidate);
  attempts.failures += 1;
  attempts.last = error;
}
