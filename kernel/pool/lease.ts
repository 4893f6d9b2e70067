/** A worker's leases on an endpoint, as its fields count them. */
import type { Candidate } from './choose/candidate.ts';

export interface HeldLease {
  /** It has shown whether the endpoint works: a trial has room for another. */
  settled(): void;
  /** It is over. Both may be called in any order, and more than once. */
  release(): void;
}

export function takeLease(candidate: Candidate): HeldLease {
  let connecting = true;
  let held = true;
  candidate.active += 1;
  candidate.connecting += 1;
  const settled = () => {
    if (connecting) candidate.connecting -= 1;
    connecting = false;
  };
  return {
    settled,
    release() {
      settled();
      if (held) candidate.active -= 1;
      held = false;
    },
  };
}
