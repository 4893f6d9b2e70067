/** Entries as records of named fields: rows of CSV with a header, and objects of JSON. Pure. */
import { isIP } from 'node:net';
import { isPort } from '@atlantic/contract/endpoint-list/endpoint.ts';
import { FIELDS } from '@atlantic/contract/endpoint-list/record.ts';
import type { Rejection } from '@atlantic/contract/supply/feed.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { giveAs, looksLikeEntry } from './cells.ts';
import { canonicalEntryHost, readEntry } from './entry.ts';
import type { Entry, Findings } from './findings.ts';
import { kindsOf } from './kinds.ts';
import { remember } from './remember.ts';

const ADDRESS_FIELDS = ['url', 'host', 'port', 'username', 'password', 'scheme'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];

/** Each name in its own field, and its place among the names of that field: the first that is there counts. */
const BY_NAME: ReadonlyMap<string, { field: AddressField; rank: number }> = new Map(
  ADDRESS_FIELDS.flatMap((field) => FIELDS[field].map((name, rank) => [name, { field, rank }] as const)),
);
const PORTS = { field: 'port', rank: FIELDS.port.length } as const;

/** What a name stands for: `Proxy-Port` is a port. Undefined for names that say nothing of the address. */
export const fieldOf = remember((name: string): { field: AddressField; rank: number } | undefined => {
  const lower = name.trim().toLowerCase();
  return BY_NAME.get(lower) ?? BY_NAME.get(lower.replace(/[\s-]+/g, '_')) ?? (lower === 'ports' ? PORTS : undefined);
});

/** Kinds or ports of one entry. */
const MOST_TEXTS = 16;

export interface EntryRecord {
  /** A field by the name it has in the feed; of a list in one field, each text for itself. */
  add(name: string, text: string): void;
  texts(field: AddressField): readonly string[];
  /** Kinds of which the record says yes, in fields such as `socks5: true`. */
  flags(): readonly SupplyKind[];
}

export function createEntryRecord(): EntryRecord {
  const fields = new Map<AddressField, { rank: number; texts: string[] }>();
  const flags = new Set<SupplyKind>();
  const flag = (name: string, text: string) => {
    if (!/^(?:1|true|yes|\+)$/i.test(text)) return;
    const { kinds, only } = kindsOf(name);
    // A column `https` with a yes says that the proxy tunnels TLS.
    if (only) for (const kind of kinds) flags.add(kind === 'https' ? 'http' : kind);
  };
  return {
    add(name, text) {
      const value = text.trim();
      const known = fieldOf(name);
      if (known === undefined) flag(name, value);
      else if (value !== '') {
        const there = fields.get(known.field);
        if (there === undefined || known.rank < there.rank)
          fields.set(known.field, { rank: known.rank, texts: [value] });
        else if (known.rank === there.rank && there.texts.length < MOST_TEXTS) there.texts.push(value);
      }
    },
    texts: (field) => fields.get(field)?.texts ?? [],
    flags: () => [...flags],
  };
}

function kindsIn(record: EntryRecord): readonly SupplyKind[] | 'unsupported-kind' {
  const said = record.texts('scheme');
  const { kinds } = kindsOf(said.join(' '));
  if (kinds.length > 0) return kinds;
  const flags = record.flags();
  return said.length > 0 && flags.length === 0 ? 'unsupported-kind' : flags;
}

/** The parts of the address one by one, or the problem with them; undefined when they are not there. */
function splitEntries(record: EntryRecord): readonly Entry[] | Rejection | undefined {
  const [host] = record.texts('host');
  if (host === undefined) return undefined;
  const ports = record.texts('port');
  if (ports.length === 0) {
    if (isIP(host) !== 0) return 'bad-port';
    return looksLikeEntry(host) ? asList(readEntry(host)) : undefined;
  }
  const name = canonicalEntryHost(host);
  if (name === undefined) return looksLikeEntry(host) ? asList(readEntry(host)) : 'bad-host';
  const good = ports.filter(isPort);
  return good.length > 0 ? good.map((port) => ({ kind: undefined, host: name, port: Number(port) })) : 'bad-port';
}

const asList = (entry: Entry | Rejection) => (typeof entry === 'string' ? entry : [entry]);

function entriesOf(record: EntryRecord): readonly Entry[] | Rejection | undefined {
  const [url] = record.texts('url');
  const whole = url === undefined || !looksLikeEntry(url) ? undefined : readEntry(url);
  if (typeof whole === 'object') return [whole];
  return splitEntries(record) ?? whole;
}

/** What a record came to: entries, why there is none, or `none` when it says nothing of an address. */
export type RecordResult = 'given' | 'none' | Rejection;

/** Gives `findings` the record's entries. `kinds` is what they speak where the record does not say it. */
export function readRecord(record: EntryRecord, kinds: readonly SupplyKind[], findings: Findings): RecordResult {
  const entries = entriesOf(record);
  if (entries === undefined) return 'none';
  if (typeof entries === 'string') return entries;
  const said = kindsIn(record);
  if (said === 'unsupported-kind' && entries.every(({ kind }) => kind === undefined)) return said;
  const [username] = record.texts('username');
  const [password] = record.texts('password');
  for (const entry of entries) {
    const user = entry.username === undefined && username !== undefined ? userOf(username, password) : {};
    if (user === undefined) return 'bad-user';
    giveAs(said === 'unsupported-kind' || said.length === 0 ? kinds : said, { ...entry, ...user }, findings);
  }
  return 'given';
}

/** RFC 7617 §2: a colon ends the user name. */
function userOf(username: string, password = ''): Pick<Entry, 'username' | 'password'> | undefined {
  if (/[:\p{Cc}]/u.test(username) || /\p{Cc}/u.test(password)) return undefined;
  return { username, ...(password !== '' && { password }) };
}
