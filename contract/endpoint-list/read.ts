/**
 * Lists of endpoints as people have them: lines of `HOST:PORT` and its relatives, URLs, CSV with a header, JSON, or a JSON
 * value a line. Pure. What a list says of one endpoint twice is taken once.
 */
import { csvRows, separatorOf } from './csv.ts';
import type { EndpointScheme, ParsedEndpoint } from './endpoint.ts';
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
}

type Entry = { readonly line: number } & ParsedEndpoint;

function parseEntry(value: unknown, scheme: EndpointScheme): ParsedEndpoint {
  if (typeof value === 'string') return parseEndpointLine(value.trim(), scheme);
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

/** A line with a trailing remark: `192.0.2.1:8080 # fast`, `192.0.2.1:8080 US`. What follows a blank is not looked at. */
const firstWord = (text: string): string => text.split(/\s/, 1)[0] ?? '';

function lineEntries(text: string, scheme: EndpointScheme): Entry[] {
  const lines = meaningfulLines(text);
  const [header] = lines;
  const rows = header && csvEntries(text, header, scheme);
  if (rows) return rows;
  return lines.map(({ line, text: words }) => {
    const value = /^[{"]/.test(words) ? parseJson(words.replace(/,$/, '')) : undefined;
    return { line, ...(value === undefined ? parseEndpointLine(firstWord(words), scheme) : parseEntry(value, scheme)) };
  });
}

/**
 * Reads a list. `scheme` is that of entries that name none. A list that is too long is one reject and nothing else; from
 * one with too many endpoints the first are taken.
 */
export function readEndpointList(list: string, scheme: EndpointScheme): EndpointList {
  const nothing = { endpoints: [], rejected: 1, repeated: 0 };
  if (list.length > LONGEST_LIST)
    return { ...nothing, rejects: [{ line: 1, reason: 'the list is larger than 4 MiB' }] };
  // A byte order mark is no part of the first host.
  const text = list.replace(/^\ufeff/, '');
  const whole = /^\s*[[{]/.test(text) ? jsonEntries(parseJson(text)) : undefined;
  const endpoints = new Set<string>();
  const rejects: Reject[] = [];
  let rejected = 0;
  let repeated = 0;
  for (const entry of whole ? fromJson(whole, scheme) : lineEntries(text, scheme)) {
    const full = 'url' in entry && !endpoints.has(entry.url) && endpoints.size >= MOST_ENDPOINTS;
    const reason =
      'reason' in entry ? entry.reason : full ? `the list has more than ${MOST_ENDPOINTS} endpoints` : undefined;
    if (reason !== undefined) {
      rejected += 1;
      if (rejects.length < MOST_REJECTS) rejects.push({ line: entry.line, reason });
    } else if ('url' in entry) {
      if (endpoints.has(entry.url)) repeated += 1;
      endpoints.add(entry.url);
    }
  }
  return { endpoints: [...endpoints], rejects, rejected, repeated };
}
