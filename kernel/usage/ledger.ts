/**
 * A worker's ledger: what it has moved, on disk before it is moved.
 *
 * Counters change in memory; `commit` writes them with one positioned write of 72 octets. A byte is committed before
 * the socket gets it, so `kill -9` at any moment loses no byte; it can count at most the one write that was under way
 * on each stream. Data reaches the disk itself once a second (`fdatasync`), which bounds what a power cut can lose.
 */
import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import type { UsageKey } from '@atlantic/contract/plane.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import {
  COUNTER,
  COUNTERS_AT,
  COUNTERS_SIZE,
  type CounterName,
  encodeHeader,
  encodeSlot,
  HEADER_SIZE,
  keyText,
  SLOT_SIZE,
  sealCounters,
} from './slot.ts';

/** Kinds of traffic one worker can tell apart; 16 MiB of ledger. */
export const MOST_SLOTS = 65_536;
const SYNC_EVERY_MS = 1_000;

/** The counters of one kind of traffic. */
export interface Slot {
  /** Changes a counter in memory. */
  add(counter: CounterName, amount: number): void;
  /** Writes the counters to the file. */
  commit(): void;
  read(counter: CounterName): number;
}

export interface Ledger {
  /** The slot of this key, made on first use. Throws when the ledger is full or the disk is. */
  slot(key: UsageKey): Slot;
  /** Writes what is only in memory. */
  commit(): void;
  close(): void;
}

/** Opens a new ledger. The file must not exist yet: each worker's life has its own. */
export function openLedger(file: string, writer: ProcessIdentity): Ledger {
  const fd = openSync(file, 'wx', 0o600);
  writeSync(fd, encodeHeader(writer));
  const slots = new Map<string, Slot>();
  const dirty = new Set<Slot>();
  let unsynced = false;

  const makeSlot = (key: UsageKey): Slot => {
    if (slots.size >= MOST_SLOTS) throw new RangeError(`ledger is full: ${MOST_SLOTS} slots`);
    const position = HEADER_SIZE + slots.size * SLOT_SIZE;
    const bytes = encodeSlot(key);
    // Written whole now, so that later commits never need new disk space.
    writeSync(fd, bytes, 0, SLOT_SIZE, position);
    const counters = new Float64Array(bytes.buffer, bytes.byteOffset + COUNTERS_AT, COUNTERS_SIZE / 8);
    const slot: Slot = {
      add(counter, amount) {
        counters[COUNTER[counter]] = (counters[COUNTER[counter]] ?? 0) + amount;
        dirty.add(slot);
      },
      commit() {
        sealCounters(counters);
        writeSync(fd, bytes, COUNTERS_AT, COUNTERS_SIZE, position + COUNTERS_AT);
        dirty.delete(slot);
        unsynced = true;
      },
      read: (counter) => counters[COUNTER[counter]] ?? 0,
    };
    return slot;
  };

  const commit = () => {
    for (const slot of dirty) slot.commit();
  };
  const timer = setInterval(() => {
    commit();
    if (!unsynced) return;
    unsynced = false;
    fdatasync(fd, () => {});
  }, SYNC_EVERY_MS);
  timer.unref();

  return {
    slot(key) {
      const text = keyText(key);
      const known = slots.get(text);
      if (known) return known;
      const slot = makeSlot(key);
      slots.set(text, slot);
      return slot;
    },
    commit,
    close() {
      clearInterval(timer);
      commit();
      closeSync(fd);
    },
  };
}
