/**
 * A snapshot as text, the same in every store: a header, and parts of JSON lines, one proxy a line. The header's digest
 * covers all of it, so whatever was altered or lost shows when it is read.
 */
import { createHash, type Hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type SupplyProxy, supplyProxySchema } from '@atlantic/contract/supply/proxy.ts';
import { z } from 'zod';
import type { SupplySnapshot } from './store.ts';

/** Few enough that one part holds up the process for a few milliseconds only. */
const PROXIES_PER_PART = 500;

const snapshotHeaderSchema = z.object({
  sha256: z.string().length(64),
  version: z.int().min(1),
  publishedAt: z.number(),
  run: z.string(),
  proxies: z.int().min(0),
});
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;

/** The header with the digest yet to come; it is as long as the one with it. */
export function blankHeader({ version, publishedAt, run, proxies }: SupplySnapshot): SnapshotHeader {
  return { sha256: '0'.repeat(64), version, publishedAt, run, proxies: proxies.length };
}

export const headerText = ({ sha256, version, publishedAt, run, proxies }: SnapshotHeader): string =>
  JSON.stringify({ sha256, version, publishedAt, run, proxies });

/** What was stored is not what was saved. */
export class SnapshotDamaged extends Error {}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SnapshotDamaged('not JSON');
  }
}

/** Throws SnapshotDamaged when it is none. */
export function readHeader(text: string): SnapshotHeader {
  const read = snapshotHeaderSchema.safeParse(parsed(text));
  if (!read.success) throw new SnapshotDamaged('not a header');
  return read.data;
}

const beginDigest = (header: SnapshotHeader): Hash =>
  createHash('sha256').update(`${headerText({ ...header, sha256: '' })}\n`);

/** Hands over part by part, in order, and lets others have their turn between; the result is the header for them. */
export async function writeParts(snapshot: SupplySnapshot, put: (part: string) => unknown): Promise<SnapshotHeader> {
  const header = blankHeader(snapshot);
  const digest = beginDigest(header);
  for (let first = 0; first < snapshot.proxies.length; first += PROXIES_PER_PART) {
    const lines = snapshot.proxies.slice(first, first + PROXIES_PER_PART).map((proxy) => `${JSON.stringify(proxy)}\n`);
    const part = lines.join('');
    digest.update(part);
    await put(part);
    await turn();
  }
  return { ...header, sha256: digest.digest('hex') };
}

export interface ReadSnapshot {
  readonly snapshot: SupplySnapshot;
  /** Proxies that this version of Atlantic cannot make sense of; a newer one wrote them. */
  readonly leftOut: number;
}

/**
 * Puts together what `writeParts` took apart. The parts may be cut elsewhere, between lines. Fields that are not known
 * are passed over. Throws SnapshotDamaged when anything was altered or is missing.
 */
export async function readParts(
  header: SnapshotHeader,
  parts: AsyncIterable<string> | Iterable<string>,
): Promise<ReadSnapshot> {
  const digest = beginDigest(header);
  const proxies: SupplyProxy[] = [];
  let lines = 0;
  for await (const part of parts) {
    digest.update(part);
    for (const line of part.split('\n')) {
      if (line === '') continue;
      lines += 1;
      const read = supplyProxySchema.safeParse(parsed(line));
      if (read.success) proxies.push(read.data);
    }
    await turn();
  }
  if (digest.digest('hex') !== header.sha256 || lines !== header.proxies) {
    throw new SnapshotDamaged('the digest does not match');
  }
  const { version, publishedAt, run } = header;
  return { snapshot: { version, publishedAt, run, proxies }, leftOut: lines - proxies.length };
}

/** What a store says of a generation that cannot be read. */
export const damagedSentence = (version: number): string => `snapshot ${version} is damaged`;
export const leftOutSentence = (version: number, count: number): string =>
  `${count} proxies of snapshot ${version} are of a kind that this version of Atlantic does not know`;
