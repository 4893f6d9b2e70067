/** Runs one field of the table. */
import type { TestCredential } from '../kit/credential.ts';
import type { Arena } from './arena.ts';
import { FAULTS, SCHEMES, type Scheme } from './faults.ts';
import { KINDS, type Kind } from './kinds.ts';
import { ROWS, type Row } from './rows.ts';
import type { Cell } from './table.ts';
import { greet } from './talk.ts';

export async function judge(arena: Arena, row: Row, kind: Kind): Promise<Cell> {
  const expected = row.expected(kind);
  const place = { row: row.name, column: kind.name };
  if (!expected) return { ...place, outcome: '-', good: true };
  const outcome = await row.run(arena, arena.credential(kind.name), kind).catch((error: Error) => error.message);
  return { ...place, outcome, good: expected.includes(outcome) };
}

async function judgeFault(arena: Arena, at: number, scheme: Scheme): Promise<Cell> {
  const fault = FAULTS[at];
  if (!fault) throw new Error('there is no such fault');
  const credential: TestCredential = arena.faulty(at, scheme);
  const outcome = await greet(arena, credential).catch((error: Error) => error.message);
  return { row: `a proxy that ${fault.name}`, column: scheme, outcome, good: outcome === fault.code(scheme) };
}

/** All faults at once, since most of their time is spent waiting. */
export const judgeFaults = (arena: Arena): Promise<Cell[]> =>
  Promise.all(FAULTS.flatMap((_, at) => SCHEMES.map((scheme) => judgeFault(arena, at, scheme))));

export async function judgeAll(arena: Arena): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const row of ROWS) for (const kind of KINDS) cells.push(await judge(arena, row, kind));
  return cells;
}
