/** What is known of a request while it goes through its phases. */
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import type { Pass } from '../gateway.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Pool } from '../view.ts';
import type { Lease } from './lease.ts';

/** What became of the attempts on one pool so far; a request that is sent again goes on where it was. */
export interface Attempts {
  readonly pool: Pool;
  readonly tried: Set<Candidate>;
  failures: number;
  /** What the last one said. */
  last: unknown;
}

export interface RequestRecord {
  readonly startedAt: number;
  credential?: SnapshotCredential;
  pool?: Pool;
  /** Its right to be under way. */
  pass?: Pass;
  lease?: Lease;
  /** On the pool it is at now. */
  attempts?: Attempts;
  upstream?: Upstream;
  /** Whether it was taken from the quota. */
  admitted: boolean;
}
