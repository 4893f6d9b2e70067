/**
 * The sessions that cannot be computed: those that left their first exit, the strict ones, which must never leave it in
 * silence, and those whose life depends on when they were used. The primary's table decides; workers keep copies, ask it
 * before they give a strict session its first exit, and tell it what they moved.
 *
 * It is bounded: the longest unused is forgotten first, and then has the exit that is computed for it.
 */
import { z } from 'zod';

const savedSessionSchema = z.object({
  id: z.int().min(0),
  /** Of the life that `exit` belongs to. */
  key: z.int().min(0),
  exit: z.string().optional(),
  /** When its life began, where that depends on its use; else 0. */
  began: z.number(),
  /** When it is forgotten unless it is used. Null: only when place is needed. */
  until: z.number().nullable(),
});
export type SavedSession = z.infer<typeof savedSessionSchema>;

export const savedSessionsSchema = z.object({ epoch: z.int().min(0), sessions: z.array(savedSessionSchema) });
export type SavedSessions = z.infer<typeof savedSessionsSchema>;

export interface SessionTable {
  /** How often all sessions were rotated. */
  epoch(): number;
  /** Another epoch than before gives every session a new key. */
  setEpoch(epoch: number): void;
  /** When the life of a session began that ends after `unusedMs` without use; begins one, and counts as a use. */
  beganAt(id: number, unusedMs: number, now: number): number;
  /** Where the life `key` of a session has its exit, when that is not computed. */
  exitOf(id: number, key: number, now: number): string | undefined;
  /**
   * Moves a session's life from an exit, undefined for the computed one, until a time. Returns where it has its exit now:
   * when somebody else has moved it since, that is theirs.
   */
  move(id: number, key: number, move: { from: string | undefined; to: string; until: number }, now: number): string;
  /** Takes over what another table decided. */
  learn(saved: SavedSession): void;
  size(): number;
  /** How many were forgotten for want of place. */
  forgotten(): number;
  export(now: number): SavedSessions;
  restore(saved: SavedSessions, now: number): void;
}

interface Entry {
  key: number;
  exit: string | undefined;
  began: number;
  until: number;
}

/** At most `most` sessions. Times are milliseconds since 1970. */
export function createSessionTable(most: number): SessionTable {
  const entries = new Map<number, Entry>();
  let epoch = 0;
  let forgotten = 0;

  /** As the one that was used last. */
  const put = (id: number, entry: Entry) => {
    entries.delete(id);
    entries.set(id, entry);
    const [oldest] = entries.size > most ? entries.keys() : [];
    if (oldest === undefined) return;
    entries.delete(oldest);
    forgotten += 1;
  };
  const find = (id: number, now: number): Entry | undefined => {
    const entry = entries.get(id);
    if (!entry || now < entry.until) return entry;
    entries.delete(id);
    return undefined;
  };
  const learn = ({ id, key, exit, began, until }: SavedSession) =>
    put(id, { key, exit, began, until: until ?? Number.POSITIVE_INFINITY });

  return {
    epoch: () => epoch,
    setEpoch(next) {
      epoch = next;
    },
    beganAt(id, unusedMs, now) {
      const known = find(id, now);
      const entry = known && known.began !== 0 ? known : { key: 0, exit: undefined, began: now, until: 0 };
      entry.until = now + unusedMs;
      put(id, entry);
      return entry.began;
    },
    exitOf(id, key, now) {
      const entry = find(id, now);
      if (!entry || entry.key !== key || entry.exit === undefined) return undefined;
      put(id, entry);
      return entry.exit;
    },
    move(id, key, { from, to, until }, now) {
      const known = find(id, now);
      const current = known?.key === key ? known.exit : undefined;
      if (current !== from) return current ?? to;
      const began = known?.began ?? 0;
      put(id, { key, exit: to, began, until: began === 0 ? until : Math.max(known?.until ?? 0, now) });
      return to;
    },
    learn,
    size: () => entries.size,
    forgotten: () => forgotten,
    export: (now) => ({
      epoch,
      sessions: [...entries]
        .filter(([, { until }]) => now < until)
        .map(([id, { key, exit, began, until }]) => ({
          id,
          key,
          began,
          until: until === Number.POSITIVE_INFINITY ? null : until,
          ...(exit !== undefined && { exit }),
        })),
    }),
    restore(saved, now) {
      epoch = saved.epoch;
      for (const each of saved.sessions) if (each.until === null || now < each.until) learn(each);
    },
  };
}
