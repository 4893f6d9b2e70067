/** What was counted for one credential in one round, held against what its clients and the origin saw. */
import { readBooks } from '../kit/books.ts';
import type { SessionRecord } from '../kit/transfer.ts';
import type { Arena } from './arena.ts';
import { addBounds, boundsOf, NOTHING, slackOf } from './bounds.ts';
import { brokenBooks, brokenCounts, type Counted, minus, overcountOf } from './verdict.ts';

export interface Verdict {
  readonly name: string;
  /** Octets of all rounds. */
  readonly spent: number;
  /** Octets of this round that clients and origin together prove. */
  readonly moved: number;
  readonly overcount: number;
  /** The most that may be counted beyond what is proven. */
  readonly slack: number;
  readonly broken: readonly string[];
}

type Judged = Pick<Arena, 'api' | 'atlantic' | 'origin'>;

/** What the API says of a credential since it was made, and its limit. */
export async function countedOf(
  { api }: Pick<Arena, 'api'>,
  name: string,
): Promise<Counted & { quota: number | null }> {
  const line = (await api().usage(name)).credentials[0];
  if (!line) throw new Error(`there is no usage of ${name}`);
  return { bytesUp: line.bytesUp, bytesDown: line.bytesDown, requests: line.requests, quota: line.quota.bytes };
}

/** `sessions` may be of anybody; `before` is what was counted when the round began. */
export async function judge(
  arena: Judged,
  name: string,
  sessions: readonly SessionRecord[],
  before: Counted,
): Promise<Verdict> {
  const bounds = sessions
    .filter(({ credential }) => credential === name)
    .map((session) => boundsOf(session, arena.origin.arrived))
    .reduce(addBounds, NOTHING);
  const now = await countedOf(arena, name);
  const counted = minus(now, before);
  const books = readBooks(arena.atlantic().data, name);
  return {
    name,
    spent: now.bytesUp + now.bytesDown,
    moved: bounds.up.least + bounds.down.least,
    overcount: overcountOf(counted, bounds),
    slack: slackOf(bounds),
    broken: [...brokenCounts(name, counted, bounds), ...brokenBooks(name, books, now, now.quota)],
  };
}
