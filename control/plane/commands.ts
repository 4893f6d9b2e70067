/**
 * Commands to planes: kept until they are acknowledged, told at once and again on every new stream. So a command
 * arrives at least once, and the plane knows by its number what it has obeyed.
 */
import type { Acknowledgement, Order, ProbeResult } from '@atlantic/contract/plane.ts';
import type { Database } from '../db/schema.ts';
import { acknowledge, addCommand, type CommandRecord, findCommand, pendingCommands } from './command-store.ts';
import type { PlaneStreams } from './streams.ts';

/**
 * What the database keeps of an order that names sites: no plane knows it, so one that did not hear the order itself says
 * that it could not obey.
 */
const WITHDRAWN = { kind: 'withdrawn' } as const;

export interface Commands {
  give(plane: string, order: Order): Promise<CommandRecord>;
  /** Tells a plane that has just connected what waits for it. */
  repeat(plane: string): Promise<void>;
  acknowledge(plane: string, said: Acknowledgement): Promise<void>;
  /** The command once it is acknowledged, or as it is after so many milliseconds. */
  settled(plane: string, number: number, milliseconds: number): Promise<SettledCommand>;
}

/** What a probe came to is told to who waits for it, and not kept. */
export type SettledCommand = CommandRecord & { probe: ProbeResult | null };

export function createCommands(options: {
  db: Database;
  now: () => number;
  streams: Pick<PlaneStreams, 'command'>;
}): Commands {
  const { db, now, streams } = options;
  const waiting = new Map<string, Set<() => void>>();
  /** What probes came to that somebody waits for. */
  const probes = new Map<string, ProbeResult>();
  const nameOf = (plane: string, number: number) => `${plane} ${number}`;
  const tell = (plane: string, { number, order }: CommandRecord) =>
    streams.command(plane, { number, order: JSON.parse(order) });

  /** Resolves when the command is acknowledged, or in time. */
  function acknowledgement(name: string, milliseconds: number) {
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    const all = waiting.get(name) ?? new Set();
    waiting.set(name, all.add(resolve));
    const forget = () => {
      clearTimeout(timer);
      all.delete(resolve);
      if (all.size > 0) return;
      waiting.delete(name);
      probes.delete(name);
    };
    return { heard, forget };
  }

  return {
    async give(plane, order) {
      const row = await addCommand(db, plane, order.kind === 'bans' ? WITHDRAWN : order, now());
      streams.command(plane, { number: row.number, order });
      return row;
    },
    async repeat(plane) {
      for (const row of await pendingCommands(db, plane)) tell(plane, row);
    },
    async acknowledge(plane, said) {
      const name = nameOf(plane, said.number);
      if (said.probe && waiting.has(name)) probes.set(name, said.probe);
      await acknowledge(db, plane, said, now());
      for (const resolve of waiting.get(name) ?? []) resolve();
    },
    async settled(plane, number, milliseconds) {
      const name = nameOf(plane, number);
      const { heard, forget } = acknowledgement(name, milliseconds);
      try {
        let row = await findCommand(db, plane, number);
        if (row.acknowledgedAt === null && milliseconds > 0) {
          await heard;
          row = await findCommand(db, plane, number);
        }
        return { ...row, probe: probes.get(name) ?? null };
      } finally {
        forget();
      }
    },
  };
}
