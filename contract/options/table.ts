/** The options there are, a row each. User name and header are read by the same rows. */
import { COUNTRIES } from './countries.ts';

/** What a client asked for besides its target. */
export interface RequestOptions {
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country?: string;
  /** Lower case, underscores for spaces. */
  readonly state?: string;
  /** Lower case, underscores for spaces. */
  readonly city?: string;
  /** The number of an autonomous system, 1 to 4,294,967,295 (RFC 6793). */
  readonly asn?: number;
  /** The client's own name for its session; upper and lower case differ. */
  readonly session?: string;
  /** How long the session keeps its exit, from its first request on: 1 to 43,200. */
  readonly lifetimeMinutes?: number;
  /** After how long without a request the session ends: 1 to 43,200. */
  readonly idleMinutes?: number;
  /** A new exit for each request, or for the session from this request on. */
  readonly rotate?: 'request' | 'now';
  /** Whether the session fails rather than change its exit. */
  readonly strict?: boolean;
}

export type OptionKey = keyof RequestOptions;

export interface OptionRule<Key extends OptionKey = OptionKey> {
  /** As clients write it. */
  readonly name: string;
  readonly key: Key;
  /** What its value must be; ends the sentence "NAME must be …". */
  readonly values: string;
  /** The value that `text` stands for, or undefined when it is none. */
  readonly parse: (text: string) => Required<RequestOptions>[Key] | undefined;
  /** The option without which this one means nothing. */
  readonly needs?: string;
  /** The same, and the options that contradict this one, where that depends on its value. */
  readonly relations?: Readonly<Record<string, OptionRelations>>;
}

/** What one value of an option has to do with the others. */
export interface OptionRelations {
  readonly needs?: string;
  readonly excludes?: readonly string[];
}

/** Ties the type of a row's value to its key. */
const rule = <Key extends OptionKey>(row: OptionRule<Key>): OptionRule => row;

const PLACE = /^[a-z0-9_]{1,64}$/i;
/** 30 days. */
const MOST_MINUTES = 43_200;
const SESSION = /^[0-9A-Za-z._~]{1,64}$/;

const place = (text: string): string | undefined => (PLACE.test(text) ? text.toLowerCase() : undefined);

/** A whole number from 1 to `most`, without signs or leading zeros. */
function count(text: string, most: number): number | undefined {
  const number = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : undefined;
}

export const OPTION_RULES: readonly OptionRule[] = [
  rule({
    name: 'country',
    key: 'country',
    values: 'an ISO 3166-1 code of two letters, such as us or gb',
    parse: (text) => (COUNTRIES.has(text.toLowerCase()) ? text.toLowerCase() : undefined),
  }),
  rule({
    name: 'state',
    key: 'state',
    values: '1 to 64 letters, digits or underscores',
    parse: place,
    needs: 'country',
  }),
  rule({
    name: 'city',
    key: 'city',
    values: '1 to 64 letters, digits or underscores',
    parse: place,
    needs: 'country',
  }),
  rule({
    name: 'asn',
    key: 'asn',
    values: 'a whole number from 1 to 4294967295',
    parse: (text) => count(text, 4_294_967_295),
  }),
  rule({
    name: 'session',
    key: 'session',
    values: '1 to 64 of the characters 0-9 A-Z a-z . _ ~',
    parse: (text) => (SESSION.test(text) ? text : undefined),
  }),
  rule({
    name: 'lifetime',
    key: 'lifetimeMinutes',
    values: 'a whole number of minutes from 1 to 43200',
    parse: (text) => count(text, MOST_MINUTES),
    needs: 'session',
  }),
  rule({
    name: 'idle',
    key: 'idleMinutes',
    values: 'a whole number of minutes from 1 to 43200',
    parse: (text) => count(text, MOST_MINUTES),
    needs: 'session',
  }),
  rule({
    name: 'rotate',
    key: 'rotate',
    values: 'the word request or now',
    parse: (text) => (text === 'request' || text === 'now' ? text : undefined),
    relations: {
      request: { excludes: ['session', 'lifetime', 'idle', 'strict'] },
      now: { needs: 'session' },
    },
  }),
  rule({
    name: 'strict',
    key: 'strict',
    values: 'on or off',
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
    needs: 'session',
  }),
];
