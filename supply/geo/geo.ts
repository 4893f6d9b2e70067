/** Where an exit is. */
import type { Proven } from '@atlantic/contract/supply/proxy.ts';

export type Place = Pick<Proven, 'country' | 'asn' | 'network'>;

export interface Geo {
  /** Nulls for what is not known, and for null. */
  look(address: string | null): Place;
}

export const NOWHERE: Place = { country: null, asn: null, network: null };
