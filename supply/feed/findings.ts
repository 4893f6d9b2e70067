/** What parsers say of a feed, entry by entry. */
import type { Rejection } from '@atlantic/contract/supply/feed.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import type { Candidate } from '../candidate.ts';

/** An entry as it was written: what it may be used for is not judged yet. */
export interface Entry extends Candidate {
  /** The host begins a range of so many addresses, each with this port. */
  readonly count?: number;
}

export interface Findings {
  /** The commonest entry, an IPv4 address and a port, without a single string. `address`: the first octet highest. */
  v4(kind: SupplyKind | undefined, address: number, port: number): void;
  entry(entry: Entry): void;
  reject(reason: Rejection): void;
}

/** A parser of one format. Pieces of the feed come in order and are cut anywhere. */
export interface Parser {
  push(octets: Buffer): void;
  /** There is nothing more. */
  end(): void;
}
