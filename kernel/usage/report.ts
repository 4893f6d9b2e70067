/**
 * Tells control what the ledgers say, and ends epochs.
 *
 * Reports state totals, so repeating one is harmless. When neither the owner nor any worker of an epoch is alive, its
 * last report closes it: control applies the totals, frees what was granted and not spent, and the folder is removed.
 * This is the same for an epoch that ended in order and for one whose processes were killed.
 */
import { COUNTER_NAMES, type UsageReport, type UsageSlot } from '@atlantic/contract/plane.ts';
import type { Logger } from '../observe/log.ts';
import { isAlive } from '../process/identity.ts';
import { epochsIn, isOwnerAlive, keepDamaged, type LedgerOnDisk, ledgersOf, removeEpoch } from './epoch.ts';
import { type LedgerContent, readLedger } from './read-ledger.ts';

const MOST_SLOTS_A_REPORT = 5_000;

export interface UsageReporter {
  /**
   * Reports every epoch once: this one's progress, and whatever earlier lives left behind. Rejects when an epoch could
   * not be reported, after all others have been.
   */
  round(): Promise<void>;
  /** Reports this epoch for the last time and closes it, if its workers have ended; else the next start does. */
  close(): Promise<void>;
  /** Totals of this epoch's ledgers now. */
  slots(): UsageSlot[];
}

export interface ReporterOptions {
  root: string;
  epoch: string;
  send(report: UsageReport): Promise<void>;
  log: Logger;
}

interface Reading extends LedgerContent {
  ledger: LedgerOnDisk;
  /** `unknown`: the file has no readable header; `dead`: it does not change any more. */
  writer: 'alive' | 'dead' | 'unknown';
}

/** What need not be done again for an epoch. */
interface Memory {
  /** What control has acknowledged of each slot, so that a quiet one is not sent again. */
  acknowledged: Map<string, string>;
  /** Ledgers whose writers are dead. */
  dead: Map<string, Reading>;
}

export function createReporter({ root, epoch, send, log }: ReporterOptions): UsageReporter {
  const memories = new Map<string, Memory>();
  /** Rounds do not overlap, or two could close the same epoch. */
  let turn: Promise<void> = Promise.resolve();

  const memoryOf = (of: string): Memory => {
    const memory = memories.get(of) ?? { acknowledged: new Map(), dead: new Map() };
    memories.set(of, memory);
    return memory;
  };

  const readOne = (ledger: LedgerOnDisk): Reading => {
    if (!ledger.writer) return { ledger, writer: 'unknown', slots: [], torn: 0 };
    // Asked before the file is read: what a writer already dead has left is final.
    const writer = isAlive(ledger.writer) ? 'alive' : 'dead';
    return { ledger, writer, ...readLedger(ledger.file, ledger.name, writer === 'dead') };
  };

  const readEpoch = (of: string): Reading[] => {
    const { dead } = memoryOf(of);
    return ledgersOf(root, of).map((ledger) => {
      const reading = dead.get(ledger.name) ?? readOne(ledger);
      if (reading.writer === 'dead') dead.set(ledger.name, reading);
      return reading;
    });
  };

  const sendSlots = async (of: string, slots: UsageSlot[], closed: boolean) => {
    const { acknowledged } = memoryOf(of);
    const changed = slots.filter((slot) => acknowledged.get(slotName(slot)) !== slotState(slot));
    for (let at = 0; at < changed.length || (closed && at === 0); at += MOST_SLOTS_A_REPORT) {
      const part = changed.slice(at, at + MOST_SLOTS_A_REPORT);
      const last = at + MOST_SLOTS_A_REPORT >= changed.length;
      await send({ epoch: of, slots: part, closed: closed && last });
      for (const slot of part) acknowledged.set(slotName(slot), slotState(slot));
    }
  };

  const keepAside = (of: string, { ledger, torn }: Reading) => {
    const file = keepDamaged(root, of, ledger);
    if (file === undefined) return;
    if (torn > 0) log.error('a ledger has damaged slots; the others were counted', { file, count: torn });
    else log.error('a ledger has no readable header and was not counted', { file });
  };

  const reportEpoch = async (of: string, ended: boolean) => {
    const readings = readEpoch(of);
    const closed = ended && readings.every(({ writer }) => writer !== 'alive');
    const slots = readings.flatMap((reading) => reading.slots);
    await sendSlots(of, slots, closed);
    // A live worker's slot can be caught half-written, and its file lacks a header at first: that is no damage.
    for (const reading of readings) {
      const { writer, torn } = reading;
      if ((writer === 'dead' && torn > 0) || (writer === 'unknown' && closed)) keepAside(of, reading);
    }
    if (!closed) return;
    removeEpoch(root, of);
    memories.delete(of);
  };

  const reportAll = async () => {
    // One epoch that control does not take must not keep the others from it, least of all this one.
    const failures: unknown[] = [];
    const others = epochsIn(root).filter((of) => of !== epoch);
    const report = async (of: string) => reportEpoch(of, of !== epoch && !isOwnerAlive(root, of));
    for (const of of [epoch, ...others]) await report(of).catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };

  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const result = turn.then(act);
    turn = result.catch(() => {});
    return result;
  };

  return {
    round: () => inTurn(reportAll),
    close: () => inTurn(() => reportEpoch(epoch, true)),
    slots: () => readEpoch(epoch).flatMap(({ slots }) => slots),
  };
}

const slotName = ({ ledger, slot }: UsageSlot): string => `${ledger}/${slot}`;
const slotState = ({ counters }: UsageSlot): string => COUNTER_NAMES.map((name) => counters[name]).join();
