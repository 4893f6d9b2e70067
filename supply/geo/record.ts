/** Records of MMDB files, as DB-IP, MaxMind and ip-location-db lay them out. Pure. */
import type { Place } from './geo.ts';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** ISO 3166-1 alpha-2, lower case. `ZZ` stands for none (CLDR). */
export function countryOf(record: unknown): Place['country'] {
  const { country, country_code: flat } = fieldsOf(record);
  const code = fieldsOf(country).iso_code ?? flat;
  return typeof code === 'string' && /^[a-z]{2}$/i.test(code) && !/^zz$/i.test(code) ? code.toLowerCase() : null;
}

/** Characters of a network's name. */
const LONGEST_NAME = 100;

export function networkOf(record: unknown): Pick<Place, 'asn' | 'network'> {
  const { autonomous_system_number: number, autonomous_system_organization: name } = fieldsOf(record);
  return {
    asn: typeof number === 'number' && number > 0 ? number : null,
    network: typeof name === 'string' && name !== '' ? name.slice(0, LONGEST_NAME) : null,
  };
}
