/** Where an exit is: its country and its network. */
import type { Proven } from '@atlantic/contract/supply/proxy.ts';

export type Place = Pick<Proven, 'country' | 'asn' | 'network'>;

export interface Geo {
  /** Of a canonical address. Nulls for what is not known, and for null. */
  look(address: string | null): Place;
}

export const NOWHERE: Place = { country: null, asn: null, network: null };

/** Knows no place; for checks that see no exit. */
export const NO_GEO: Geo = { look: () => NOWHERE };
