/**
 * Held sessions on disk, so that they outlive the processes: a line of JSON for each change, and the whole written anew when
 * too many lines are of the past. A line is in the file before the change is answered, so kill -9 loses none.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { faultFields, type Logger } from '../observe/log.ts';
import type { SessionRecord } from './session-table.ts';
import type { SessionName } from './session-word.ts';

/** Lines of the past that are always allowed, so that a small table is not written anew all the time. */
const FREE_LINES = 10_000;

const name = { credential: z.string(), session: z.string() };
const exit = z.tuple([z.string(), z.string(), z.string().optional()]).readonly();
const exits = z.array(exit).readonly();
const recordSchema = z.object({
  ...name,
  life: z.number(),
  since: z.number(),
  usedAt: z.number(),
  exits,
  former: exits,
  limits: z.object({ lifetimeMs: z.number().optional(), idleMs: z.number().optional() }),
  requests: z.number(),
  last: exit.optional(),
});
const lineSchema = z.union([recordSchema, z.object({ ...name, gone: z.literal(true) })]);
export type KeptSession = Omit<SessionRecord, 'held'>;

/** Those that were held last, used the longest ago first. A line that cannot be read is left out; the first is told. */
export function readSessionFile(file: string, log: Logger): KeptSession[] {
  const kept = new Map<string, KeptSession>();
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing) log.warn('the kept sessions cannot be read and begin anew', { file, ...faultFields(error) });
  }
  let broken = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      const read = lineSchema.parse(JSON.parse(line));
      const key = `${read.credential} ${read.session}`;
      kept.delete(key);
      if (!('gone' in read)) kept.set(key, { ...read, last: read.last });
    } catch {
      broken += 1;
    }
  }
  // The end of a line may be missing where a disk was full, or power went.
  if (broken > 0) log.warn('kept sessions that cannot be read are left out', { file, count: broken });
  return [...kept.values()].sort((one, other) => one.usedAt - other.usedAt);
}

export interface SessionWriter {
  keep(records: readonly SessionRecord[]): void;
  forget(name: SessionName): void;
  /** Writes the whole anew when too much of the file is past. */
  tidy(held: Iterable<SessionRecord>, count: number): void;
  /** Writes the whole anew. */
  rewrite(held: Iterable<SessionRecord>): void;
}

const lineOf = (record: SessionRecord): string => {
  const { credential, session, life, since, usedAt, exits, former, limits, requests, last } = record;
  return `${JSON.stringify({ credential, session, life, since, usedAt, exits, former, limits, requests, last })}\n`;
};

/** A full disk is told once. `lines`: of the file as it is. */
export function createSessionWriter(file: string, log: Logger): SessionWriter {
  let failing = false;
  /** Unknown at first: the file of the life before is written anew at the first opportunity. */
  let lines = Number.POSITIVE_INFINITY;

  const attempt = (write: () => void) => {
    try {
      write();
      failing = false;
    } catch (error) {
      if (!failing) log.warn('sessions cannot be kept on disk', faultFields(error));
      failing = true;
    }
  };
  const append = (added: readonly string[]) =>
    attempt(() => {
      appendFileSync(file, added.join(''), { mode: 0o600 });
      lines += added.length;
    });
  const rewrite = (held: Iterable<SessionRecord>) =>
    attempt(() => {
      const text = [...held].map(lineOf);
      writeFileSync(`${file}.next`, text.join(''), { mode: 0o600 });
      renameSync(`${file}.next`, file);
      lines = text.length;
    });
  return {
    keep: (records) => append(records.map(lineOf)),
    forget: ({ credential, session }) => append([`${JSON.stringify({ credential, session, gone: true })}\n`]),
    tidy(held, count) {
      if (lines > 2 * count + FREE_LINES) rewrite(held);
    },
    rewrite,
  };
}
