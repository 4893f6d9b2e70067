/**
 * The bytes of a ledger: a header and fixed slots, one for each kind of traffic a worker has seen.
 *
 * Header (256 octets, most of them zero): magic, slot size, process id and start time of the writer, CRC-32 of these.
 * Slot (256 octets): the key (length, CRC-32, text) in the first 160, then the counters as 64-bit floats, which hold
 * whole numbers exactly up to 2^53 (9 petabytes), and a check word. Counters are written with one 72-octet write.
 * Header and slots are of one size that divides a page and a disk sector, so that no write of counters crosses either:
 * Linux may stop a killed process's write between two pages, but not within one. So it leaves the old or the new values.
 * The check word finds what a power cut or a bad disk leaves half-written.
 */
import { crc32 } from 'node:zlib';
import { type UsageKey, usageKeySchema } from '@atlantic/contract/plane.ts';
import type { ProcessIdentity } from '../process/identity.ts';

export const HEADER_SIZE = 256;
export const SLOT_SIZE = 256;
/** Offset of the counters within a slot. */
export const COUNTERS_AT = 160;
/** Octets of the counters with their check word. */
export const COUNTERS_SIZE = 72;

const MAGIC = 'ATLLEDG1';
const KEY_AT = 8;

/** Positions of the counters. `pending` is what has been handed to a downstream socket and not yet taken by the kernel. */
export const COUNTER = {
  bytesUp: 0,
  bytesDown: 1,
  pending: 2,
  admitted: 3,
  ok: 4,
  refused: 5,
  failed: 6,
  abandoned: 7,
} as const;
export type CounterName = keyof typeof COUNTER;
const COUNTERS = 8;

export function encodeHeader(writer: ProcessIdentity): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt32LE(SLOT_SIZE, 8);
  header.writeUInt32LE(writer.pid, 12);
  header.writeDoubleLE(writer.startTicks, 16);
  header.writeUInt32LE(crc32(header.subarray(0, 24)), 24);
  return header;
}

/** Who writes the file, or undefined when this is not a whole header. */
export function decodeHeader(header: Buffer): ProcessIdentity | undefined {
  if (header.length < HEADER_SIZE || header.toString('latin1', 0, 8) !== MAGIC) return undefined;
  if (header.readUInt32LE(8) !== SLOT_SIZE || header.readUInt32LE(24) !== crc32(header.subarray(0, 24)))
    return undefined;
  return { pid: header.readUInt32LE(12), startTicks: header.readDoubleLE(16) };
}

/** A key as the text that names its slot. Unit separators cannot occur in ids, pool names or country codes. */
export const keyText = (key: UsageKey): string => [key.credential, key.pool, key.protocol, key.country].join('\x1f');

/** An empty slot of this key. Throws RangeError when the key is longer than a slot holds (152 octets). */
export function encodeSlot(key: UsageKey): Buffer {
  const text = Buffer.from(keyText(key), 'utf8');
  if (KEY_AT + text.length > COUNTERS_AT) throw new RangeError('usage key is longer than 152 octets');
  const slot = Buffer.alloc(SLOT_SIZE);
  slot.writeUInt16LE(text.length, 0);
  slot.writeUInt32LE(crc32(text), 4);
  text.copy(slot, KEY_AT);
  sealCounters(new Float64Array(slot.buffer, slot.byteOffset + COUNTERS_AT, COUNTERS + 1));
  return slot;
}

/** Sets the check word: one more than the sum, so that a hole of zeros does not pass for counters. */
export function sealCounters(counters: Float64Array): void {
  let sum = 1;
  for (let index = 0; index < COUNTERS; index += 1) sum += counters[index] ?? 0;
  counters[COUNTERS] = sum;
}

export interface SlotState {
  key: UsageKey;
  /** By position, see COUNTER. */
  counters: Float64Array;
}

/** What a slot holds; `torn` when its check word does not fit (a write in progress, or damage). */
export function decodeSlot(slot: Buffer): SlotState | 'torn' {
  const length = slot.readUInt16LE(0);
  const text = slot.subarray(KEY_AT, Math.min(COUNTERS_AT, KEY_AT + length));
  if (text.length !== length || crc32(text) !== slot.readUInt32LE(4)) return 'torn';
  const [credential, pool, protocol, country] = text.toString('utf8').split('\x1f');
  const key = usageKeySchema.safeParse({ credential, pool, protocol, country });
  const counters = new Float64Array(COUNTERS + 1);
  for (let index = 0; index <= COUNTERS; index += 1) counters[index] = slot.readDoubleLE(COUNTERS_AT + index * 8);
  const written = counters[COUNTERS];
  sealCounters(counters);
  const whole = counters.every((value) => Number.isSafeInteger(value) && value >= 0);
  return key.success && whole && written === counters[COUNTERS] ? { key: key.data, counters } : 'torn';
}
