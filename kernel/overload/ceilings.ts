/** The ceilings in force: what is configured, and for the rest what the machine allows. Pure. */
import type { OverloadSettings } from '@atlantic/contract/overload.ts';

/** What one machine has. */
export interface Machine {
  /** Octets of memory, of the machine or of the control group, whichever is less. */
  memory: number;
  /** File descriptors that a process may open; undefined where the system does not say. */
  descriptors: number | undefined;
  /** Octets that the heap of a process can grow to. */
  heap: number;
}

export interface Ceilings {
  /** Of the plane. */
  connections: number;
  /** Of the plane, from one client address. */
  perAddress: number;
  /** Of one worker, like all that follow; Infinity where there is none. */
  descriptors: number;
  memory: number;
  heap: number;
  loopDelayMs: number;
  /** Clients that are being told at a time that there is no room; more hear nothing. */
  refusals: number;
}

/** Of one worker, where nothing is configured. */
const MOST_CONNECTIONS = 8_192;
/** A connection and what it leads to. */
export const DESCRIPTORS_EACH = 2;
const MOST_REFUSALS = 256;
/** Of the connections, for one address. */
const ADDRESS_SHARE = 0.75;
/** Of the memory of the machine, for all workers. */
const MEMORY_SHARE = 0.7;
/** Of the heap: a process whose heap is full ends. */
const HEAP_SHARE = 0.85;

export function ceilingsOf(settings: OverloadSettings, machine: Machine, workers: number): Ceilings {
  const all = machine.descriptors ?? Number.POSITIVE_INFINITY;
  const descriptors = Math.floor(all * settings.descriptors);
  const each = Math.max(1, Math.min(MOST_CONNECTIONS, Math.floor(descriptors / DESCRIPTORS_EACH)));
  const connections = settings.connections ?? workers * each;
  return {
    connections,
    perAddress: settings.connectionsPerAddress ?? Math.max(1, Math.floor(connections * ADDRESS_SHARE)),
    descriptors,
    memory: settings.memoryBytes ?? Math.floor((machine.memory * MEMORY_SHARE) / workers),
    heap: Math.floor(machine.heap * HEAP_SHARE),
    loopDelayMs: settings.loopDelayMs,
    // Half of what the ceiling leaves, so that the other half is there for what is under way.
    refusals: Number.isFinite(all) ? Math.min(MOST_REFUSALS, Math.floor((all - descriptors) / 2)) : MOST_REFUSALS,
  };
}
