/**
 * Lists of endpoints as people have them: lines of `HOST:PORT` and its relatives, URLs, CSV with a header, JSON, or a JSON
 * value a line. Pure. What a list says of one endpoint twice is taken once.
 */
import type { EndpointAttributes } from '../endpoint-attributes.ts';
import { wordAttributes } from './attributes.ts';
import { csvRows, separatorOf } from './csv.ts';
import type { EndpointScheme, ListedEndpoint, ParsedEndpoint } from './endpoint.ts';
import { jsonEntries, parseJson } from './json.ts';
import { parseEndpointLine } from './line.ts';
import { isKnownField, namesEndpoint, parseEndpointRecord } from './record.ts';

/** Endpoints of one list. */
export const MOST_ENDPOINTS = 10_000;
/** Characters of one list: 4 MiB. */
export const LONGEST_LIST = 4 * 1024 * 1024;
/** Rejects that are named; the others are only counted. */
const MOST_REJECTS = 1_000;

export interface Reject {
  /** From 1. In JSON that is not a value a line, the position of the entry instead. */
  readonly line: number;
  /** Does not repeat the text, which may hold a password. */
  readonly reason: string;
}

export interface EndpointList {
  /** URLs, in the order of the list. */
  readonly endpoints: readonly string[];
  readonly rejects: readonly Reject[];
  /** How many were rejected, the unnamed ones too. */
  readonly rejected: number;
  /** Entries that were there already. */
  readonly repeated: number;
  /** By URL, what the list says of it besides; the last word counts. */
  readonly attributes: ReadonlyMap<string, EndpointAttributes>;
  /** Attributes that could not be read: their endpoints were taken without them. The first, as with rejects. */
  readonly remarks: readonly Reject[];
  readonly remarked: number;
}

type Entry = { readonly line: number } & ListedEndpoint;

/** The first word is the endpoint, and the others may say something of it: `192.0.2.1:8080 country=us weight=2`. */
function parseWords(text: string, scheme: EndpointScheme): ListedEndpoint {
  const [first = '', ...words] = text.split(/\s+/);
  const parsed = parseEndpointLine(first, scheme);
  return 'reason' in parsed ? parsed : { ...parsed, ...wordAttributes(words) };
}

const withoutAttributes = (parsed: ParsedEndpoint): ListedEndpoint =>
  'reason' in parsed ? parsed : { ...parsed, attributes: {}, remarks: [] };

function parseEntry(value: unknown, scheme: EndpointScheme): ListedEndpoint {
  // A text in quotes may hold blanks of its own.
  if (typeof value === 'string') return withoutAttributes(parseEndpointLine(value.trim(), scheme));
  if (typeof value !== 'object' || value === null) return { reason: 'the entry is neither a text nor an object' };
  return parseEndpointRecord(new Map(Object.entries(value)), scheme);
}

const fromJson = (entries: readonly unknown[], scheme: EndpointScheme): Entry[] =>
  entries.map((value, at) => ({ line: at + 1, ...parseEntry(value, scheme) }));

/** Without blank lines and comments, which `#`, `//` or a semicolon begin. */
function meaningfulLines(text: string): { line: number; text: string }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, at) => ({ line: at + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !/^(?:#|\/\/|;)/.test(line.text));
}

/** A CSV's header names fields, and at least one of them by a name that stands for nothing else. */
function csvEntries(text: string, header: { line: number; text: string }, scheme: EndpointScheme): Entry[] | undefined {
  const separator = separatorOf(header.text);
  const names = csvRows(header.text, separator)[0]?.fields ?? [];
  if (!namesEndpoint(names) || !names.every((name) => /^[\w .-]*$/.test(name))) return undefined;
  return csvRows(text, separator)
    .filter(({ line }) => line > header.line)
    .map(({ line, fields }) => {
      const known = names.flatMap((name, at) => (isKnownField(name) ? [[name, fields[at]] as const] : []));
      return { line, ...parseEndpointRecord(new Map(known), scheme) };
    });
}

function lineEntries(text: string, scheme: EndpointScheme): Entry[] {
  const lines = meaningfulLines(text);
  const [header] = lines;
  const rows = header && csvEntries(text, header, scheme);
  if (rows) return rows;
  return lines.map(({ line, text: words }) => {
    const value = /^[{"]/.test(words) ? parseJson(words.replace(/,$/, '')) : undefined;
    return { line, ...(value === undefined ? parseWords(words, scheme) : parseEntry(value, scheme)) };
  });
}

/** Keeps the first, and counts them all. */
function newNotes() {
  const first: Reject[] = [];
  let count = 0;
  return {
    first,
    count: () => count,
    add(note: Reject) {
      count += 1;
      if (first.length < MOST_REJECTS) first.push(note);
    },
  };
}

/**
 * Reads a list. `scheme` is that of entries that name none. A list that is too long is one reject and nothing else; from
 * one with too many endpoints the first are taken.
 */
export function readEndpointList(list: string, scheme: EndpointScheme): EndpointList {
  if (list.length > LONGEST_LIST) {
    const rejects = [{ line: 1, reason: 'the list is larger than 4 MiB' }];
    return { endpoints: [], rejects, rejected: 1, repeated: 0, attributes: new Map(), remarks: [], remarked: 0 };
  }
  // A byte order mark is no part of the first host.
  const text = list.replace(/^\ufeff/, '');
  const whole = /^\s*[[{]/.test(text) ? jsonEntries(parseJson(text)) : undefined;
  const endpoints = new Set<string>();
  const attributes = new Map<string, EndpointAttributes>();
  const [rejects, remarks] = [newNotes(), newNotes()];
  let repeated = 0;
  for (const entry of whole ? fromJson(whole, scheme) : lineEntries(text, scheme)) {
    const { line } = entry;
    if ('reason' in entry) rejects.add({ line, reason: entry.reason });
    else if (!endpoints.has(entry.url) && endpoints.size >= MOST_ENDPOINTS)
      rejects.add({ line, reason: `the list has more than ${MOST_ENDPOINTS} endpoints` });
    else {
      const { url } = entry;
      if (endpoints.has(url)) repeated += 1;
      endpoints.add(url);
      if (Object.keys(entry.attributes).length > 0)
        attributes.set(url, { ...attributes.get(url), ...entry.attributes });
      for (const reason of entry.remarks) remarks.add({ line, reason });
    }
  }
  return {
    endpoints: [...endpoints],
    rejects: rejects.first,
    rejected: rejects.count(),
    repeated,
    attributes,
    remarks: remarks.first,
    remarked: remarks.count(),
  };
}
