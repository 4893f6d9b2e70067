/** The parameters of `/get-proxy` and of those that filter like it. */
import { MOST_PROXIES } from '@atlantic/contract/supply/api.ts';
import { ANONYMITIES, SUPPLY_KINDS } from '@atlantic/contract/supply/proxy.ts';
import type { Where } from '@atlantic/contract/supply/settings.ts';
import { Refusal } from './answer.ts';

export const FORMATS = ['text', 'url', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What `exclude` may name. */
export const MOST_EXCLUDED = 1_000;

export interface Asked {
  readonly where: Where;
  /** Undefined: all. */
  readonly limit: number | undefined;
  /** Undefined: what `Accept` says. */
  readonly format: Format | undefined;
  /** `HOST:PORT`. */
  readonly exclude: ReadonlySet<string>;
}

type Draft = { -readonly [Name in keyof Asked]: Asked[Name] };

const wrong = (name: string, sentence: string): Refusal =>
  new Refusal('validation_failed', `The parameter ${name} ${sentence}.`);

function oneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text.toLowerCase());
  if (found === undefined) throw wrong(name, `must be ${values.join(', ')}`);
  return found;
}

function listOf<Value>(name: string, text: string, read: (part: string) => Value | undefined, what: string): Value[] {
  return text.split(',').map((part) => {
    const value = read(part.trim().toLowerCase());
    if (value === undefined) throw wrong(name, `must be ${what}, several with commas between`);
    return value;
  });
}

function numberOf(name: string, text: string, least: number, most: number, whole: boolean): number {
  const value = /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value)))
    throw wrong(name, `must be a ${whole ? 'whole ' : ''}number from ${least} to ${most.toLocaleString('en')}`);
  return value;
}

function switchOf(name: string, text: string): boolean {
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw wrong(name, 'must be 1 or 0');
}

const country = (part: string): string | undefined => (/^[a-z]{2}$/.test(part) ? part : undefined);
const COUNTRIES = 'a country code of two letters, such as de';

/** Each reads one parameter. */
const READERS: Readonly<Record<string, (asked: Draft, text: string, name: string) => void>> = {
  protocol(asked, text, name) {
    const kind = (part: string) => SUPPLY_KINDS.find((known) => known === part);
    asked.where = { ...asked.where, kinds: listOf(name, text, kind, SUPPLY_KINDS.join(', ')) };
  },
  country(asked, text, name) {
    asked.where = { ...asked.where, countries: listOf(name, text, country, COUNTRIES) };
  },
  exclude_country(asked, text, name) {
    asked.where = { ...asked.where, notCountries: listOf(name, text, country, COUNTRIES) };
  },
  asn(asked, text, name) {
    const number = (part: string): number | undefined => {
      const digits = /^(?:as)?(\d{1,10})$/.exec(part)?.[1];
      const value = Number(digits);
      return digits !== undefined && value >= 1 && value <= 4_294_967_295 ? value : undefined;
    };
    asked.where = { ...asked.where, asns: listOf(name, text, number, 'the number of a network, such as 64496') };
  },
  anonymity(asked, text, name) {
    asked.where = { ...asked.where, anonymity: oneOf(name, text, ANONYMITIES) };
  },
  tls(asked, text, name) {
    asked.where = { ...asked.where, tls: switchOf(name, text) };
  },
  confirmed(asked, text, name) {
    asked.where = { ...asked.where, confirmed: switchOf(name, text) };
  },
  max_latency(asked, text, name) {
    asked.where = { ...asked.where, maxLatencyMs: numberOf(name, text, 1, 600_000, false) };
  },
  min_uptime(asked, text, name) {
    asked.where = { ...asked.where, minUptime: numberOf(name, text, 0, 1, false) };
  },
  feed(asked, text) {
    asked.where = { ...asked.where, feeds: text.split(',').map((part) => part.trim()) };
  },
  exclude(asked, text, name) {
    const parts = text.split(',').map((part) => part.trim().toLowerCase());
    if (parts.length > MOST_EXCLUDED) throw wrong(name, `may name ${MOST_EXCLUDED} proxies`);
    asked.exclude = new Set(parts.map((part) => part.replace(/^[a-z0-9]+:\/\//, '').replace(/^.*@/, '')));
  },
  limit(asked, text, name) {
    asked.limit = numberOf(name, text, 1, MOST_PROXIES, true);
  },
  all(asked, text, name) {
    if (switchOf(name, text)) asked.limit = undefined;
  },
  format(asked, text, name) {
    asked.format = oneOf(name, text, FORMATS);
  },
};

/** Every parameter there is. */
export const PARAMETERS = Object.keys(READERS);

/**
 * Reads parameters; `names` are those that the endpoint knows. Throws `validation_failed`, which names the parameter that is
 * unknown, given twice or wrong.
 */
export function readAsked(parameters: URLSearchParams, names: readonly string[] = PARAMETERS): Asked {
  const asked: Draft = { where: {}, limit: 1, format: undefined, exclude: new Set() };
  const seen = new Set<string>();
  for (const [name, text] of parameters) {
    const read = names.includes(name) ? READERS[name] : undefined;
    if (read === undefined) throw wrong(name.slice(0, 40), `is not known here; there are ${names.join(', ')}, and key`);
    if (seen.has(name)) throw wrong(name, 'is given twice');
    seen.add(name);
    read(asked, text, name);
  }
  if (asked.limit === undefined && seen.has('limit')) throw wrong('all', 'does not go with limit');
  return asked;
}
