/** What a feed names: perhaps a proxy. */
import type { SupplyAddress, SupplyKind } from '@atlantic/contract/supply/proxy.ts';

export interface Candidate extends Omit<SupplyAddress, 'kind'> {
  /** Undefined: the feed does not say what it speaks, so that is to be found out. */
  readonly kind: SupplyKind | undefined;
}

/** Candidates by number, from 0 to `size` - 1. They are made when they are asked for: a million objects would not fit. */
export interface CandidateSource {
  readonly size: number;
  at(index: number): Candidate;
}
