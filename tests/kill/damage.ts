/** Damage done to files, as disks and power cuts do it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Random } from '../kit/random.ts';

export const DAMAGES = ['flipped', 'flipped at the start', 'cut short', 'emptied'] as const;
export type Damage = (typeof DAMAGES)[number];

/** The layout of a ledger (kernel/usage/slot.ts), so that damage meets octets that mean something. */
const HEADER = 256;
const SLOT = 256;
const COUNTERS = { at: 160, size: 72 };

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

/** Rewrites the file, a ledger or anything else that is at least as long as a ledger with one slot. */
export function damageFile(file: string, damage: Damage, random: Random): void {
  const bytes = readFileSync(file);
  const slots = Math.floor((bytes.length - HEADER) / SLOT);
  if (slots < 1) throw new Error(`${file} is too short to be damaged`);
  const slot = HEADER + SLOT * random.whole(0, slots - 1);
  const changed: Record<Damage, () => Buffer> = {
    flipped: () => flip(bytes, slot + COUNTERS.at + random.whole(0, COUNTERS.size - 1)),
    'flipped at the start': () => flip(bytes, random.whole(0, 7)),
    // In the middle of a slot: what ends between two of them looks whole.
    'cut short': () => bytes.subarray(0, slot + random.whole(1, SLOT - 1)),
    emptied: () => Buffer.alloc(0),
  };
  writeFileSync(file, changed[damage]());
}
