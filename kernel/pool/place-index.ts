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
}

const keyOf = ({ country = '', state = '', city = '', asn = 0 }: Place): string => `${country} ${state} ${city} ${asn}`;

/** Every way to ask for a place: with or without each part that is known, but state and city with their country only. */
export function waysToAsk({ country, state, city, asn }: Place): Place[] {
  const countries: Place[] = country === undefined ? [{}] : [{}, { country }];
  const states: Place[] = country === undefined || state === undefined ? [] : [{ country, state }];
  const wider = [...countries, ...states];
  const cities: Place[] =
    country === undefined || city === undefined ? [] : wider.slice(1).map((place) => ({ ...place, city }));
  const places = [...wider, ...cities];
  const networks: Place[] = asn === undefined ? [] : places.map((place) => ({ ...place, asn }));
  return [...places, ...networks].filter((place) => PLACES.some((key) => place[key] !== undefined));
}

const inOrder = (one: string | number, other: string | number): number => (one < other ? -1 : 1);

export function createPlaceIndex(all: readonly Placed[]): PlaceIndex {
  const groups = new Map<string, Candidate[]>();
  const places = new Map<Candidate, Place>();
  for (const { candidate, place } of all) {
    places.set(candidate, place);
    for (const way of waysToAsk(place)) {
      const key = keyOf(way);
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
  };
}
