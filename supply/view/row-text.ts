/** What answers say of each row, written once and kept outside of the heap, so that an answer is a copy. */
import { hostPort, proxyUrl, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';

export interface RowText {
  /** Octets of the row, without the first `skip`. */
  length(row: number, skip?: number): number;
  /** UTF-8, without the first `skip` octets. */
  text(row: number, skip?: number): string;
}

export interface RowTextBuilder {
  add(text: string): void;
  finish(): RowText;
}

/** Rows to a buffer: one for all would have to be put together at once, which takes too long. */
const ROWS = 1_000;

/** For `size` rows, added in their order. */
export function buildRowText(size: number): RowTextBuilder {
  /** Where each row ends in its buffer. */
  const ends = new Uint32Array(size);
  const buffers: Buffer[] = [];
  let pending: string[] = [];
  let rows = 0;
  let octets = 0;
  const put = (): void => {
    buffers.push(Buffer.from(pending.join(''), 'utf8'));
    pending = [];
    octets = 0;
  };
  return {
    add(text) {
      octets += Buffer.byteLength(text);
      ends[rows] = octets;
      rows++;
      pending.push(text);
      if (pending.length === ROWS) put();
    },
    finish() {
      put();
      const endOf = (row: number): number => ends[row] ?? 0;
      const startOf = (row: number): number => (row % ROWS === 0 ? 0 : endOf(row - 1));
      return {
        length: (row, skip = 0) => endOf(row) - startOf(row) - skip,
        text: (row, skip = 0) =>
          buffers[Math.floor(row / ROWS)]?.toString('utf8', startOf(row) + skip, endOf(row)) ?? '',
      };
    },
  };
}

/** A line of `format=url`: `KIND://[USER[:PASSWORD]@]HOST:PORT`. Without its first `kind.length + 3` octets it is bare. */
export const urlLine = (proxy: SupplyProxy): string => `${proxyUrl(proxy)}\n`;

/** An object of `format=json` and `format=ndjson`, in one line without its end. */
export function jsonRow(proxy: SupplyProxy): string {
  return JSON.stringify({
    url: proxyUrl(proxy),
    protocol: proxy.kind,
    address: hostPort(proxy),
    username: proxy.username,
    password: proxy.password,
    exit: proxy.exit,
    country: proxy.country,
    asn: proxy.asn,
    network: proxy.network,
    anonymity: proxy.anonymity,
    tls: proxy.tls,
    confirmed: proxy.confirmed,
    latencyMs: proxy.latencyP50Ms,
    uptime: proxy.uptime,
    checkedAt: new Date(proxy.checkedAt).toISOString(),
    feeds: proxy.feeds,
  });
}
