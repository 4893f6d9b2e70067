/**
 * What three providers read out of a login, written from their documents by hand: not from the descriptions that Atlantic
 * writes logins by, so that one proves the other. Sources: see contract/provider/data/{oxylabs,brightdata,iproyal}.yaml.
 */

export interface GatewayLogin {
  /** Whose account it is, without any options. */
  readonly username: string;
  readonly password: string;
  /** Upper case. */
  readonly country: string | undefined;
  readonly city: string | undefined;
  readonly session: string | undefined;
  /** How long the session keeps its exit. */
  readonly seconds: number;
  /** Whether it fails rather than change its exit. */
  readonly strict: boolean;
}

export type GatewayShape = 'oxylabs' | 'brightdata' | 'iproyal';
/** Undefined: not a login that this provider can read. */
type ReadLogin = (username: string, password: string) => GatewayLogin | undefined;

/** `KEY, VALUE, KEY, VALUE…`; undefined when a key is unknown, comes twice, or lacks its value. */
function pairs(words: readonly string[], keys: readonly string[]): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) {
    const [key = '', value = ''] = words.slice(at, at + 2);
    if (!keys.includes(key) || found.has(key) || value === '') return undefined;
    found.set(key, value);
  }
  return found;
}

/** `customer-NAME[-cc-US][-st-us_ohio][-city-x][-ASN-n][-sessid-x][-sessid_oneip-x][-sesstime-MINUTES]`. */
const readOxylabs: ReadLogin = (text, password) => {
  const [prefix, name = '', ...words] = text.split('-');
  const options = pairs(words, ['cc', 'st', 'city', 'ASN', 'sessid', 'sessid_oneip', 'sesstime']);
  if (prefix !== 'customer' || name === '' || !options) return undefined;
  const minutes = Number(options.get('sesstime') ?? 10);
  const session = options.get('sessid') ?? options.get('sessid_oneip');
  if (!(minutes >= 1 && minutes <= 1440) || (session !== undefined && !/^[0-9a-zA-Z]+$/.test(session)))
    return undefined;
  const state = options.get('st');
  if (state !== undefined && !state.toLowerCase().startsWith('us_')) return undefined;
  return {
    username: name,
    password,
    country: (options.get('cc') ?? (state === undefined ? undefined : 'us'))?.toUpperCase(),
    city: options.get('city'),
    session,
    seconds: minutes * 60,
    strict: options.has('sessid_oneip'),
  };
};

/** `brd-customer-ID-zone-NAME[-country-us][-state-ny][-city-x][-asn-n][-session-x[-const]]`. */
const readBrightdata: ReadLogin = (text, password) => {
  const strict = text.endsWith('-const');
  const [brand, kind, id = '', zone, name = '', ...words] = (strict ? text.slice(0, -6) : text).split('-');
  const options = pairs(words, ['country', 'state', 'city', 'asn', 'session']);
  if (brand !== 'brd' || kind !== 'customer' || zone !== 'zone' || !options) return undefined;
  const country = options.get('country');
  if (country !== undefined && !/^[a-z]{2}$/.test(country)) return undefined;
  const city = options.get('city');
  if (city !== undefined && (country === undefined || !/^[a-z]+$/.test(city))) return undefined;
  return {
    username: `brd-customer-${id}-zone-${name}`,
    password,
    country: country?.toUpperCase(),
    city,
    session: options.get('session'),
    // Idle sessions end after some minutes; none of the tests waits so long within one.
    seconds: Number.POSITIVE_INFINITY,
    strict,
  };
};

/** In the password: `SECRET[_country-us][_state-x][_city-x][_session-EIGHT][_lifetime-10m][_killswitch-1]`. */
const readIproyal: ReadLogin = (username, text) => {
  const [password = '', ...parts] = text.split('_');
  const words = parts.flatMap((part) => {
    const dash = part.indexOf('-');
    return [part.slice(0, dash), part.slice(dash + 1)];
  });
  const options = pairs(words, ['country', 'state', 'city', 'session', 'lifetime', 'killswitch']);
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(options?.get('lifetime') ?? '10m') ?? [];
  const seconds = Number(amount) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''] ?? Number.NaN);
  const session = options?.get('session');
  if (!options || !(seconds >= 1 && seconds <= 7 * 86_400)) return undefined;
  if (session !== undefined && !/^[0-9a-zA-Z]{8}$/.test(session)) return undefined;
  return {
    username,
    password,
    country: options.get('country')?.toUpperCase(),
    city: options.get('city'),
    session,
    seconds,
    strict: options.get('killswitch') === '1',
  };
};

export const READ_LOGIN: Readonly<Record<GatewayShape, ReadLogin>> = {
  oxylabs: readOxylabs,
  brightdata: readBrightdata,
  iproyal: readIproyal,
};
