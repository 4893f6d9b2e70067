/**
 * What may be said of an endpoint beside its URL: how much of its pool's traffic it takes, and where its exit is. Places are
 * written here as people write them, and kept as options ask for them (docs/options.md), so that the two can be compared.
 */
import { z } from 'zod';
import { OPTION_RULES, type RequestOptions } from './options/table.ts';

/** The options that say where the exit shall be, from the widest to the narrowest; the network goes with any of them. */
export const PLACES = ['country', 'state', 'city', 'asn'] as const;
export type PlaceKey = (typeof PLACES)[number];
/** Where an exit is, or shall be. What is absent is not known, or does not matter. */
export type Place = Pick<RequestOptions, PlaceKey>;

export interface EndpointAttributes extends Place {
  /** How much of its pool's traffic it takes, next to the others'; absent means 1. */
  readonly weight?: number;
}

export const ATTRIBUTES = ['weight', ...PLACES] as const;
export type AttributeKey = (typeof ATTRIBUTES)[number];

export const LEAST_WEIGHT = 0.01;
export const MOST_WEIGHT = 1_000;

const ruleOf = (name: PlaceKey) => OPTION_RULES.find((rule) => rule.name === name);
/** What the client's option of this name would mean with such a value. */
const asOption = (name: PlaceKey, text: string) => ruleOf(name)?.parse(text);

/** `São Paulo` is `sao_paulo`, `St. John's` is `st_johns`: marks and points go, what separates words becomes an underscore. */
const plainName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’.]/gu, '')
    .trim()
    .replace(/[\s-]+/g, '_');

function weightOf(text: string): number | undefined {
  const weight = /^\d{1,4}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  return weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT ? weight : undefined;
}

interface AttributeRule {
  /** The value, or undefined when the text is none. */
  readonly parse: (text: string) => string | number | undefined;
  /** Ends the sentence "… must be". */
  readonly values: string;
}

const NAME = '1 to 64 letters, digits or underscores, such as new_york';
export const ATTRIBUTE_RULES: Readonly<Record<AttributeKey, AttributeRule>> = {
  weight: {
    parse: weightOf,
    values: `a number from ${LEAST_WEIGHT} to ${MOST_WEIGHT}; an endpoint that shall have no traffic is taken out of the pool`,
  },
  country: {
    parse: (text) => asOption('country', text)?.toString(),
    values: 'an ISO 3166-1 code of two letters, such as us or gb',
  },
  state: { parse: (text) => asOption('state', plainName(text))?.toString(), values: NAME },
  city: { parse: (text) => asOption('city', plainName(text))?.toString(), values: NAME },
  asn: {
    parse: (text) => Number(asOption('asn', text.replace(/^as/i, ''))) || undefined,
    values: 'the number of a network from 1 to 4294967295, such as 64500 or AS64500',
  },
};

/** One attribute as a person writes it; what comes out is as a plane compares it. */
const written = (key: AttributeKey) =>
  z.union([z.string(), z.number()]).superRefine((value, context) => {
    const { parse, values } = ATTRIBUTE_RULES[key];
    if (parse(String(value)) === undefined) context.addIssue({ code: 'custom', message: `must be ${values}` });
  });

const MEANINGS: Readonly<Record<AttributeKey, string>> = {
  weight: `How much of its pool’s traffic it takes, next to the others’: ${LEAST_WEIGHT} to ${MOST_WEIGHT}, and 1 unless it is said.`,
  country: 'Where its exit is: an ISO 3166-1 code of two letters.',
  state: 'Of the country, such as `california`.',
  city: 'Of the country, such as `new_york`.',
  asn: 'The network of its exit, such as `64500`.',
};

const shape = <Schema>(of: (key: AttributeKey) => Schema): Record<AttributeKey, Schema> => ({
  weight: of('weight'),
  country: of('country'),
  state: of('state'),
  city: of('city'),
  asn: of('asn'),
});

/** The attributes of an endpoint in the configuration. */
export const configuredAttributes = shape((key) => written(key).optional().describe(MEANINGS[key]));
/** A change of them: null takes one back. */
export const changedAttributes = shape((key) => written(key).nullable().optional().describe(MEANINGS[key]));

type Written = Readonly<Partial<Record<AttributeKey, string | number | null | undefined>>>;

/** What becomes of attributes; null: nothing is said any more. */
export type AttributeChange = { readonly [Key in AttributeKey]?: EndpointAttributes[Key] | null | undefined };

/** Attributes that have been judged, as a plane compares them. */
export function readAttributes(given: Written): AttributeChange {
  const read = ATTRIBUTES.flatMap((key) => {
    const value = given[key];
    if (value === undefined) return [];
    return [[key, value === null ? null : ATTRIBUTE_RULES[key].parse(String(value))] as const];
  });
  return Object.fromEntries(read);
}

/** What is said, of all that may be: without what is null or absent. */
export const statedAttributes = (given: AttributeChange): EndpointAttributes =>
  Object.fromEntries(
    ATTRIBUTES.flatMap((key) => (given[key] === null || given[key] === undefined ? [] : [[key, given[key]]])),
  );

/** The place that lacks its country, without which it says nothing; undefined when none does. */
export function lonelyPlace({ country, state, city }: Written): 'state' | 'city' | undefined {
  if (country !== undefined && country !== null) return undefined;
  if (state !== undefined && state !== null) return 'state';
  return city === undefined || city === null ? undefined : 'city';
}
