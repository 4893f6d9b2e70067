/** Reads a worker's ledger, while it is being written or after its writer died. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Counters, UsageSlot } from '@atlantic/contract/plane.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import { COUNTER, type CounterName, decodeHeader, decodeSlot, HEADER_SIZE, SLOT_SIZE, type SlotState } from './slot.ts';

export interface LedgerContent {
  slots: UsageSlot[];
  /** Slots that do not fit their check: being written just now, or damaged. */
  torn: number;
}

/** Who writes this ledger, or undefined when the file has no whole header. */
export function ledgerWriter(file: string): ProcessIdentity | undefined {
  const fd = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_SIZE);
    return readSync(fd, header, 0, HEADER_SIZE, 0) === HEADER_SIZE ? decodeHeader(header) : undefined;
  } finally {
    closeSync(fd);
  }
}

function countersOf({ key, counters }: SlotState, final: boolean): Counters {
  const at = (name: CounterName) => counters[COUNTER[name]] ?? 0;
  const unsettled = at('admitted') - at('ok') - at('refused') - at('failed');
  return {
    bytesUp: at('bytesUp'),
    // While the writer lives, what the kernel has not taken yet may still be withdrawn; once it is dead, it may have gone out.
    bytesDown: at('bytesDown') + (final ? at('pending') : 0),
    admitted: at('admitted'),
    ok: at('ok'),
    refused: at('refused'),
    failed: at('failed'),
    // What was admitted and never settled ended with its worker. Totals never fall, also where settling was counted wrong.
    abandoned: Math.max(at('abandoned'), final && key.pool !== '' ? unsettled : 0),
  };
}

/**
 * The totals in a ledger file. `final` says that its writer is dead: then bytes on their way to a client count too,
 * and requests that were admitted and never settled are abandoned.
 */
export function readLedger(file: string, ledger: string, final: boolean): LedgerContent {
  const bytes = readFileSync(file);
  const slots: UsageSlot[] = [];
  let torn = 0;
  for (let at = HEADER_SIZE, slot = 0; at + SLOT_SIZE <= bytes.length; at += SLOT_SIZE, slot += 1) {
    const state = decodeSlot(bytes.subarray(at, at + SLOT_SIZE));
    if (state === 'torn') torn += 1;
    else slots.push({ ledger, slot, key: state.key, counters: countersOf(state, final) });
  }
  const partial = (bytes.length - HEADER_SIZE) % SLOT_SIZE;
  return { slots, torn: torn + (partial > 0 ? 1 : 0) };
}
