/** Proxies as text, URLs, JSON, lines of JSON, or CSV. */
import { hostPort, proxyUrl, type SupplyKind, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import { type Answer, JSON_TYPE, type Pieces, TEXT } from './answer.ts';
import type { Asked, Format } from './asked.ts';
import type { Chosen } from './choice.ts';

/** Rows that are put together at once. More are sent as they are made. */
const ROWS_A_PIECE = 256;

const TYPES: Readonly<Record<Format, string>> = {
  text: TEXT,
  url: TEXT,
  json: JSON_TYPE,
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
};

/** The format that is asked for by parameter or, without one, by `Accept`; text when neither says. */
export function formatOf(asked: Asked, accept: string): Format {
  if (asked.format !== undefined) return asked.format;
  if (/\bapplication\/json\b/i.test(accept)) return 'json';
  if (/\bapplication\/(?:x-)?ndjson\b/i.test(accept)) return 'ndjson';
  return /\btext\/csv\b/i.test(accept) ? 'csv' : 'text';
}

/** The proxies chosen, in a format. Few of them are one string; more are sent in pieces. */
export function proxiesAnswer(chosen: Chosen, format: Format): Answer {
  const body = bodyOf(chosen, format);
  const whole = chosen.rows.length <= ROWS_A_PIECE ? [...body.pieces].join('') : undefined;
  return { status: 200, type: TYPES[format], body: whole ?? body };
}

function bodyOf({ view, asked, rows, matching }: Chosen, format: Format): Pieces {
  const { urls, json, proxies } = view;
  const kindAt = (row: number): SupplyKind => proxies[row]?.kind ?? 'http';
  switch (format) {
    case 'text': {
      // A line is bare where whoever reads it knows the protocol: it is HTTP, or the only one asked for.
      const single = asked.where.kinds?.length === 1;
      const skip = (row: number): number => (single || kindAt(row) === 'http' ? kindAt(row).length + '://'.length : 0);
      return joined(
        rows,
        (row) => urls.text(row, skip(row)),
        sum(rows, (row) => urls.length(row, skip(row))),
      );
    }
    case 'url':
      return joined(
        rows,
        (row) => urls.text(row),
        sum(rows, (row) => urls.length(row)),
      );
    case 'ndjson':
      return joined(
        rows,
        (row) => `${json.text(row)}\n`,
        sum(rows, (row) => json.length(row) + 1),
      );
    case 'json': {
      const head = `{"total":${matching},"alive":${proxies.length},"proxies":[`;
      const tail = ']}\n';
      const commas = Math.max(0, rows.length - 1);
      const octets = sum(rows, (row) => json.length(row)) + commas + head.length + tail.length;
      const comma = (at: number) => (at === 0 ? '' : ',');
      return joined(rows, (row, at) => comma(at) + json.text(row), octets, head, tail);
    }
    case 'csv':
      return joined(rows, (row) => csvRow(proxies[row]), undefined, `${Object.keys(COLUMNS).join(',')}\r\n`);
  }
}

function sum(rows: readonly number[], of: (row: number) => number): number {
  let total = 0;
  for (const row of rows) total += of(row);
  return total;
}

const joined = (
  rows: readonly number[],
  text: (row: number, at: number) => string,
  octets: number | undefined,
  head = '',
  tail = '',
): Pieces => ({ octets, pieces: piecesOf(rows, text, head, tail) });

function* piecesOf(
  rows: readonly number[],
  text: (row: number, at: number) => string,
  head: string,
  tail: string,
): Generator<string> {
  let piece = head;
  for (const [at, row] of rows.entries()) {
    piece += text(row, at);
    if ((at + 1) % ROWS_A_PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece + tail;
}

type Cell = string | number | boolean | null | undefined;

const COLUMNS: Readonly<Record<string, (proxy: SupplyProxy) => Cell>> = {
  url: proxyUrl,
  protocol: ({ kind }) => kind,
  address: hostPort,
  username: ({ username }) => username,
  password: ({ password }) => password,
  exit: ({ exit }) => exit,
  country: ({ country }) => country,
  asn: ({ asn }) => asn,
  network: ({ network }) => network,
  anonymity: ({ anonymity }) => anonymity,
  tls: ({ tls }) => tls,
  confirmed: ({ confirmed }) => confirmed,
  latency_ms: ({ latencyP50Ms }) => latencyP50Ms,
  uptime: ({ uptime }) => uptime,
  checked_at: ({ checkedAt }) => new Date(checkedAt).toISOString(),
  feeds: ({ feeds }) => feeds.join(' '),
};

/** RFC 4180: quoted where it holds a comma, a quote or a line end. */
function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvRow = (proxy: SupplyProxy | undefined): string =>
  proxy === undefined
    ? ''
    : `${Object.values(COLUMNS)
        .map((column) => cellText(column(proxy)))
        .join(',')}\r\n`;
