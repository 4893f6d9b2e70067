/** What is known of a request while it goes through its phases. */
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Pass } from '../gateway.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Pool } from '../view.ts';
import type { Attempts } from './attempts.ts';
import type { Lease } from './lease.ts';

export interface RequestRecord {
  readonly startedAt: number;
  credential?: SnapshotCredential;
  pool?: Pool;
  /** Its right to be under way. */
  pass?: Pass;
  lease?: Lease;
  /** Its session has been given another exit, as it asked. */
  rotated?: boolean;
  /** It has said that the exit of its session is banned. */
  reported?: boolean;
  /** On the pool it is at now. */
  attempts?: Attempts;
  /** Answers for which a rule has sent it elsewhere. */
  rejections?: number;
  /** Where the last of them sends it. */
  sentTo?: Pool;
  /** The last pool that a rule has escalated it to. */
  escalated?: Pool;
  upstream?: Upstream;
  /** Whether it was taken from the quota. */
  admitted: boolean;
}
