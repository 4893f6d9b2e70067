/** Where the exits of a pool are, as options ask for it: who may serve, and what is said when nobody can. */
import { PLACES, type Place, type PlaceKey } from '@atlantic/contract/endpoint-attributes.ts';
import type { Candidate } from '@atlantic/kernel/pool/choose/candidate.ts';
import type { Pool } from './view.ts';

/** Places that an answer names; the others are only counted. */
const MOST_NAMED = 10;

const NOUNS: Readonly<Record<PlaceKey, readonly [one: string, many: string]>> = {
  country: ['', ''],
  state: ['the state ', 'the states '],
  city: ['the city ', 'the cities '],
  asn: ['the network ', 'the networks '],
};

/** A state and a city come with their country. */
const isAnywhere = ({ country, asn }: Place): boolean => country === undefined && asn === undefined;
const shown = (key: PlaceKey, value: string | number | undefined): string => `${key === 'asn' ? 'AS' : ''}${value}`;

/** `us california`: the place as far as it is given. */
export const placeText = (place: Place): string =>
  PLACES.filter((key) => place[key] !== undefined)
    .map((key) => shown(key, place[key]))
    .join(' ');

/** `a`, `a and b`, `a, b and c`, and `a, b and 7 more` where they are many. */
function enumerated(words: readonly string[]): string {
  const named =
    words.length <= MOST_NAMED ? words : [...words.slice(0, MOST_NAMED), `${words.length - MOST_NAMED} more`];
  const last = named.at(-1) ?? '';
  return named.length <= 1 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
}

const NOBODY: readonly Candidate[] = [];

/**
 * Those of a pool that a request may choose among: where it asks for no place, or a provider sees to that, all of them.
 * Empty where none is there.
 */
export function amongOf(
  { candidates, places, provider }: Pick<Pool, 'candidates' | 'places' | 'provider'>,
  asked: Place,
): readonly Candidate[] {
  return provider || isAnywhere(asked) ? candidates : (places.among(asked) ?? NOBODY);
}

/** Why no exit of the pool is in the place: the first part of it, from the widest on, that is missing, and what there is instead. */
export function placeProblem({ name, places }: Pick<Pool, 'name' | 'places'>, asked: Place): string | undefined {
  if (isAnywhere(asked)) return undefined;
  let within: Place = {};
  for (const key of PLACES) {
    const value = asked[key];
    if (value === undefined) continue;
    const next = { ...within, [key]: value };
    if (places.among(next)) {
      within = next;
      continue;
    }
    const known = places.known(within, key).map((each) => shown(key, each));
    const inside = placeText(within);
    if (known.length === 0)
      return `The pool ${name} does not know the ${key} of its exits${inside === '' ? '' : ` in ${inside}`}.`;
    const of = inside === '' ? '' : ` of ${inside}`;
    const noun = NOUNS[key][known.length === 1 ? 0 : 1];
    return `The pool ${name} has exits in ${noun}${enumerated(known)}${of}; not in ${shown(key, value)}.`;
  }
  return undefined;
}
