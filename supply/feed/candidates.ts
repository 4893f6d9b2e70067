/**
 * What feeds name, each proxy once, with the feeds that name it. A million of the usual kind, an IPv4 address with a port,
 * take about 20 MB: they are numbers in typed arrays, found by open addressing. Only names, IPv6 addresses and users are
 * kept as text. Pure.
 */
import { SUPPLY_KINDS, type SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { formatV4Number, parseV4Number } from '@atlantic/wire/ip-address.ts';
import type { Candidate, CandidateSource } from '../candidate.ts';
import { createFeedSets } from './feed-sets.ts';

/** Proxies of one run. */
export const MOST_CANDIDATES = 4_194_304;

/** `full`: there are as many as may be, and this one is not among them. */
export type Added = 'fresh' | 'duplicate' | 'full';

export interface Candidates extends CandidateSource {
  /**
   * What tells proxies apart is kind, user, host and port; of one with two passwords the first is kept. One whose kind is
   * not known is another than one whose kind is, since it may turn out to speak something else.
   */
  add(feed: string, candidate: Candidate): Added;
  /** The same for an IPv4 address as a number, the first octet highest, without a user. */
  addV4(feed: string, kind: SupplyKind | undefined, address: number, port: number): Added;
  /** Names of the feeds that name it; supply/feed/feed-sets.ts says how many are remembered. */
  feedsOf(index: number): readonly string[];
}

/** Kinds as numbers, 0 where it is not known; this bit more where the host is a text. */
const TEXT = 8;
const codeOf = (kind: SupplyKind | undefined): number => (kind === undefined ? 0 : SUPPLY_KINDS.indexOf(kind) + 1);

/** Tables by the highest bits of the hash. Each grows for itself, so that growing never takes long. */
const TABLES = 32;
const FIRST_SLOTS = 64;
const FIRST_ROWS = 1_024;

/** The finish of MurmurHash3: each bit of the key moves about half of the result's. */
function mix(key: number): number {
  let hash = key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash);
}

const textOf = ({ kind, username, host, port }: Candidate): string =>
  `${kind ?? ''} ${username === undefined ? '' : `${encodeURIComponent(username)}@`}${host} ${port}`;

/** Rows by number, and where each is found again by its hash. */
function createRows(most: number) {
  let rows = FIRST_ROWS;
  let size = 0;
  /** The address, or where the text is. */
  let hosts = new Uint32Array(rows);
  let ports = new Uint16Array(rows);
  let kinds = new Uint8Array(rows);
  let sets = new Uint16Array(rows);
  let hashes = new Uint32Array(rows);
  const tables = Array.from({ length: TABLES }, () => ({ slots: new Uint32Array(FIRST_SLOTS), used: 0 }));

  const wider = <T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  const widen = () => {
    rows *= 2;
    hosts = wider(hosts, new Uint32Array(rows));
    ports = wider(ports, new Uint16Array(rows));
    kinds = wider(kinds, new Uint8Array(rows));
    sets = wider(sets, new Uint16Array(rows));
    hashes = wider(hashes, new Uint32Array(rows));
  };
  const place = (slots: Uint32Array, row: number) => {
    const mask = slots.length - 1;
    let slot = (hashes[row] ?? 0) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  };
  const tableOf = (hash: number) => tables[hash >>> 27] as (typeof tables)[number];

  return {
    size: () => size,
    host: (row: number) => hosts[row] ?? 0,
    port: (row: number) => ports[row] ?? 0,
    kind: (row: number) => kinds[row] ?? 0,
    set: (row: number) => sets[row] ?? 0,
    assign(row: number, set: number) {
      sets[row] = set;
    },
    /** The row that has this hash, kind and port and that `same` knows, or -1. */
    find(hash: number, kind: number, port: number, same: (host: number) => boolean): number {
      const { slots } = tableOf(hash);
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const row = (slots[slot] ?? 0) - 1;
        if (hashes[row] === hash && kinds[row] === kind && ports[row] === port && same(hosts[row] ?? 0)) return row;
      }
      return -1;
    },
    /** The number of the new row, or -1 when there is no room. */
    append(hash: number, kind: number, port: number, host: number): number {
      if (size >= most) return -1;
      if (size === rows) widen();
      const row = size;
      size += 1;
      hosts[row] = host;
      ports[row] = port;
      kinds[row] = kind;
      hashes[row] = hash;
      const table = tableOf(hash);
      if (table.used * 2 >= table.slots.length) {
        const slots = new Uint32Array(table.slots.length * 2);
        for (const known of table.slots) if (known !== 0) place(slots, known - 1);
        table.slots = slots;
      }
      table.used += 1;
      place(table.slots, row);
      return row;
    },
  };
}

/** `most` is how many there may be. */
export function createCandidates(most: number = MOST_CANDIDATES): Candidates {
  const rows = createRows(most);
  const sets = createFeedSets();
  const texts: Candidate[] = [];

  const join = (row: number, feed: string) => rows.assign(row, sets.with(rows.set(row), feed));
  const addNumber = (feed: string, code: number, address: number, port: number): Added => {
    const hash = mix(mix(address) ^ ((port << 3) | code));
    const known = rows.find(hash, code, port, (host) => host === address);
    const row = known < 0 ? rows.append(hash, code, port, address) : known;
    if (row < 0) return 'full';
    join(row, feed);
    return known < 0 ? 'fresh' : 'duplicate';
  };
  const addText = (feed: string, candidate: Candidate): Added => {
    const text = textOf(candidate);
    const hash = hashText(text);
    const code = codeOf(candidate.kind) | TEXT;
    const known = rows.find(hash, code, candidate.port, (at) => textOf(texts[at] as Candidate) === text);
    const row = known < 0 ? rows.append(hash, code, candidate.port, texts.length) : known;
    if (row < 0) return 'full';
    if (known < 0) texts.push(candidate);
    join(row, feed);
    return known < 0 ? 'fresh' : 'duplicate';
  };

  return {
    get size() {
      return rows.size();
    },
    add(feed, candidate) {
      const address = candidate.username === undefined ? parseV4Number(candidate.host) : -1;
      return address < 0 ? addText(feed, candidate) : addNumber(feed, codeOf(candidate.kind), address, candidate.port);
    },
    addV4: (feed, kind, address, port) => addNumber(feed, codeOf(kind), address, port),
    at(index) {
      if (index < 0 || index >= rows.size()) throw new RangeError(`there is no candidate ${index}`);
      const code = rows.kind(index);
      if ((code & TEXT) !== 0) return texts[rows.host(index)] as Candidate;
      return { kind: SUPPLY_KINDS[code - 1], host: formatV4Number(rows.host(index)), port: rows.port(index) };
    },
    feedsOf: (index) => sets.feedsOf(rows.set(index)),
  };
}
