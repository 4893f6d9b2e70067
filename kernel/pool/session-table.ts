/**
 * The sessions of a plane, kept by its primary for all its workers. *Held* are those whose exit cannot be computed from their
 * name: they have moved, were rotated, end at a time, or are strict. The others are only *seen*, for people who ask. Of each
 * kind the table has a bounded number; who was used the longest ago is forgotten first.
 */
import {
  addressIn,
  endOf,
  exitIn,
  type PoolExit,
  poolOf,
  type SessionLimits,
  type SessionMove,
  type SessionName,
  type SessionOpening,
  type SessionUse,
  type SessionWord,
  withExit,
} from './session-word.ts';

export const MOST_SESSIONS = 100_000;
/** A life that ended so long ago is forgotten: whoever asks again begins a new one all the same. */
const FORGET_ENDED_MS = 600_000;
/** How much of an idle limit may pass before the last use is written down again. */
const SAVED_SHARE = 0.1;

export interface SessionRecord extends SessionWord {
  /** As the last request that had any said. */
  readonly limits: SessionLimits;
  /** In this life. */
  readonly requests: number;
  /** The pool it used last, and the exit it had there. */
  readonly last: PoolExit | undefined;
  readonly held: boolean;
}

interface Entry extends SessionRecord {
  /** The `usedAt` that is on disk. */
  savedAt: number;
}

export interface SessionTable {
  /** Begins a life where it is due, and gives it an exit in the pool where it has none. The first who asks decides. */
  open(opening: SessionOpening, now: number): SessionRecord;
  /** Writes a new exit down, unless the session has gone elsewhere meanwhile: then it is undefined. */
  move(move: SessionMove, now: number): SessionRecord | undefined;
  /** Begins the life of this number: the next request has another exit. */
  rotate(name: SessionName, life: number, now: number): SessionRecord;
  /** Forgets the session. False: nothing was known of it. */
  end(name: SessionName): boolean;
  /** Counts a use. Where there is a result, it is to be kept on disk and told. */
  use(use: SessionUse, now: number): SessionRecord | undefined;
  /** Holds sessions that were only seen, and were in one of these pools last: what they would compute is about to change. */
  keepIn(pools: ReadonlySet<string>): SessionRecord[];
  /** Forgets lives that ended long ago. */
  sweep(now: number): void;
  find(name: SessionName): SessionRecord | undefined;
  held(): Iterable<SessionRecord>;
  all(): Iterable<SessionRecord>;
  /** How many are held. */
  size(): number;
  restore(record: Omit<SessionRecord, 'held'>): void;
}

const keyOf = ({ credential, session }: SessionName): string => `${credential} ${session}`;

/** `onChange` hears of every session that is new, changed or (without a record) forgotten. */
export function createSessionTable(
  onChange: (name: SessionName, record: SessionRecord | undefined) => void,
  most = MOST_SESSIONS,
): SessionTable {
  const held = new Map<string, Entry>();
  const seen = new Map<string, Entry>();

  const forget = (key: string, map: Map<string, Entry>): boolean => {
    const entry = map.get(key);
    map.delete(key);
    if (entry) onChange(entry, undefined);
    return entry !== undefined;
  };
  const put = (entry: Entry): Entry => {
    const key = keyOf(entry);
    const map = entry.held ? held : seen;
    if (entry.held) seen.delete(key);
    // The one that is put was used last.
    map.delete(key);
    map.set(key, entry);
    const [oldest] = map.size > most ? map.keys() : [];
    if (oldest !== undefined) forget(oldest, map);
    onChange(entry, entry);
    return entry;
  };
  const known = (name: SessionName) => held.get(keyOf(name)) ?? seen.get(keyOf(name));
  const begin = (
    { credential, session }: SessionName,
    life: number,
    exits: readonly PoolExit[],
    now: number,
  ): Entry => {
    const before = known({ credential, session });
    return {
      credential,
      session,
      life,
      since: now,
      usedAt: now,
      exits,
      former: before?.exits ?? [],
      limits: {},
      requests: 0,
      last: exits.at(-1),
      held: true,
      savedAt: now,
    };
  };

  return {
    open(opening, now) {
      const { life, pool, exit, address, lifetimeMs, idleMs, rotate } = opening;
      const limits = { lifetimeMs, idleMs };
      const before = held.get(keyOf(opening));
      const end = before && endOf(before, limits);
      if (!before || rotate || (end !== undefined && now >= end))
        return put({ ...begin(opening, life, withExit([], pool, exit, address), now), limits });
      const exits =
        exitIn(before.exits, pool) === undefined ? withExit(before.exits, pool, exit, address) : before.exits;
      const said = lifetimeMs === undefined && idleMs === undefined ? before.limits : limits;
      return put({ ...before, limits: said, exits, usedAt: now, savedAt: now });
    },
    move({ credential, session, life, pool, from, to, address }, now) {
      const before = known({ credential, session }) ?? begin({ credential, session }, 0, [], now);
      const current = before.held ? exitIn(before.exits, pool) : undefined;
      if (before.life !== life || current !== from) return undefined;
      return put({
        ...before,
        exits: withExit(before.held ? before.exits : [], pool, to, address),
        held: true,
        savedAt: now,
      });
    },
    rotate: (name, life, now) => put(begin(name, life, [], now)),
    end(name) {
      const key = keyOf(name);
      return forget(key, held) || forget(key, seen);
    },
    use({ pool, exit, address, requests, ...name }, now) {
      const before = known(name) ?? { ...begin(name, 0, [], now), held: false };
      // What is known of an exit's address may be newer than what was written down.
      const isNewAddress =
        before.held &&
        address !== undefined &&
        exitIn(before.exits, pool) === exit &&
        addressIn(before.exits, pool) !== address;
      const exits = before.held && !isNewAddress ? before.exits : withExit(before.exits, pool, exit, address);
      const { idleMs } = before.limits;
      const isOld = idleMs !== undefined && now - before.savedAt >= idleMs * SAVED_SHARE;
      const save = before.held && (isNewAddress || isOld);
      const entry = put({
        ...before,
        exits,
        usedAt: now,
        requests: before.requests + requests,
        last: [pool, exit],
        savedAt: save ? now : before.savedAt,
      });
      return save ? entry : undefined;
    },
    keepIn(pools) {
      const staying = [...seen.values()].filter(({ last }) => last && pools.has(poolOf(last[0])));
      return staying.map((entry) => put({ ...entry, held: true, savedAt: entry.usedAt }));
    },
    sweep(now) {
      for (const [key, entry] of held) {
        const end = endOf(entry, entry.limits);
        if (end !== undefined && now - end >= FORGET_ENDED_MS) forget(key, held);
      }
    },
    find: known,
    held: () => held.values(),
    *all() {
      yield* held.values();
      yield* seen.values();
    },
    size: () => held.size,
    restore: (record) => void put({ ...record, held: true, savedAt: record.usedAt }),
  };
}
