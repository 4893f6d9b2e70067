/** Endpoints as records of named fields: the rows of CSV and the objects of JSON. Pure. */
import { listedAttributes } from './attributes.ts';
import { type EndpointScheme, type ListedEndpoint, makeEndpoint, type ParsedEndpoint, schemeOf } from './endpoint.ts';
import { parseEndpointLine } from './line.ts';

/** What the fields are called, in lower case; the first that is there counts. */
export const FIELDS = {
  url: ['url', 'proxy', 'endpoint'],
  host: [
    'host',
    'ip',
    'hostname',
    'address',
    'ip_address',
    'ipaddress',
    'ip address',
    'proxy_address',
    'server',
    'addr',
  ],
  port: ['port', 'proxy_port'],
  username: ['username', 'user', 'login'],
  password: ['password', 'pass'],
  scheme: ['protocol', 'type', 'scheme', 'protocols', 'proxy_type', 'proxytype', 'kind'],
  weight: ['weight'],
  country: ['country_code', 'countrycode', 'country', 'cc'],
  state: ['state', 'state_name', 'region', 'region_name'],
  city: ['city', 'city_name'],
  asn: ['asn', 'asn_number', 'as_number'],
} as const;
type Field = keyof typeof FIELDS;

const KNOWN: ReadonlySet<string> = new Set(Object.values(FIELDS).flat());

/** Could these be the names of an endpoint's fields? */
export const namesEndpoint = (names: readonly string[]): boolean => {
  const lower = names.map((name) => name.trim().toLowerCase());
  const has = (field: Field) => FIELDS[field].some((name) => lower.includes(name));
  return has('url') || (has('host') && has('port'));
};

export const isKnownField = (name: string): boolean => KNOWN.has(name.trim().toLowerCase());

/** Text of a field; of a list (`protocols`) the first. Empty and null count as not there. */
function textOf(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'number') return String(one);
  return typeof one === 'string' && one.trim() !== '' ? one.trim() : undefined;
}

/** The endpoint that the fields name. One of a record's own URL has its scheme and user in it. */
function endpointIn(field: (name: Field) => string | undefined, standard: EndpointScheme): ParsedEndpoint {
  const named = field('scheme');
  const scheme = named === undefined ? standard : schemeOf(named);
  if (scheme === undefined)
    return { reason: 'the protocol is not one of http, https, socks4, socks4a, socks5, socks5h' };
  const url = field('url');
  if (url !== undefined) return parseEndpointLine(url, scheme);
  const host = field('host');
  if (host === undefined) return { reason: 'there is no host' };
  const port = field('port');
  if (port === undefined) return { reason: 'there is no port' };
  return makeEndpoint({ scheme, host, port, username: field('username'), password: field('password') });
}

/** The endpoint that the fields name, with its weight and its place. */
export function parseEndpointRecord(record: ReadonlyMap<string, unknown>, standard: EndpointScheme): ListedEndpoint {
  const lower = new Map([...record].map(([name, value]) => [name.trim().toLowerCase(), value]));
  const field = (name: Field): string | undefined =>
    FIELDS[name].map((key) => textOf(lower.get(key))).find((value) => value !== undefined);
  const parsed = endpointIn(field, standard);
  return 'reason' in parsed ? parsed : { ...parsed, ...listedAttributes(field) };
}
