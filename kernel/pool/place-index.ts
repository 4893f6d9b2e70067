/**
 * Which endpoints of a pool are in a place, found by one look-up. It is made once for a pool of a snapshot, and holds each
 * endpoint at most nine times: once for every way to ask for where it is (docs/options.md).
 */
import { PLACES, type Place, type PlaceKey } from '@atlantic/contract/endpoint-attributes.ts';
import type { Candidate } from './choose/candidate.ts';

export interface Placed {
  readonly candidate: Candidate;
  readonly place: Place;
}

export interface PlaceIndex {
  /** Those in the place, in the order of the pool; the same list each time. Undefined where there are none. */
  among(place: Place): readonly Candidate[] | undefined;
  /** What is known of `key` for those in the place, each value once and in order; none: nobody says anything of it. */
  known(place: Place, key: PlaceKey): readonly (string | number)[];
  /** Was it made of these, as they are? */
  isOf(all: readonly Placed[]): boolean;
}

const keyOf = ({ country = '', state = '', city = '', asn = 0 }: Place): string => `${country} ${state} ${city} ${asn}`;

/**
 * Every way to ask for a place, as a key: with or without each part that is known, but state and city with their country
 * only. Written out, because a pool may have ten thousand endpoints and each snapshot asks for them all.
 */
export function keysOf({ country, state, city, asn }: Place): string[] {
  const places = [];
  if (country !== undefined) {
    places.push(`${country}  `);
    if (state !== undefined) places.push(`${country} ${state} `);
    if (city !== undefined) places.push(`${country}  ${city}`);
    if (state !== undefined && city !== undefined) places.push(`${country} ${state} ${city}`);
  }
  const keys = places.map((place) => `${place} 0`);
  if (asn === undefined) return keys;
  keys.push(`   ${asn}`);
  for (const place of places) keys.push(`${place} ${asn}`);
  return keys;
}

const inOrder = (one: string | number, other: string | number): number => (one < other ? -1 : 1);

const isSamePlace = (one: Place, other: Place): boolean => PLACES.every((key) => one[key] === other[key]);

/** An index of `all`: the former one where nothing has changed, since most snapshots change something else. */
export const indexPlaces = (all: readonly Placed[], former: PlaceIndex | undefined): PlaceIndex =>
  former?.isOf(all) ? former : createPlaceIndex(all);

export function createPlaceIndex(all: readonly Placed[]): PlaceIndex {
  // Whoever chooses from a list may remember what it weighs, so other weights need other lists.
  const weights = all.map(({ candidate }) => candidate.weight);
  const groups = new Map<string, Candidate[]>();
  const places = new Map<Candidate, Place>();
  for (const { candidate, place } of all) {
    places.set(candidate, place);
    for (const key of keysOf(place)) {
      const group = groups.get(key);
      if (group) group.push(candidate);
      else groups.set(key, [candidate]);
    }
  }
  const everybody = [...places.keys()];
  const isAnywhere = (place: Place): boolean => PLACES.every((key) => place[key] === undefined);
  return {
    among: (place) => groups.get(keyOf(place)),
    known(place, key) {
      const members = isAnywhere(place) ? everybody : (groups.get(keyOf(place)) ?? []);
      const values = members.flatMap((member) => places.get(member)?.[key] ?? []);
      return [...new Set(values)].sort(inOrder);
    },
    isOf: (others) =>
      others.length === all.length &&
      all.every(({ candidate, place }, at) => {
        const other = others[at];
        return other?.candidate === candidate && candidate.weight === weights[at] && isSamePlace(other.place, place);
      }),
  };
}
