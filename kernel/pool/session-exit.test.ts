import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from './choose/candidate.ts';
import { askOf, candidatesOf } from './fixture/candidates.ts';
import { rotateSession, sessionExit } from './session-exit.ts';
import { createSessionTable } from './session-table.ts';

const OUT = Number.POSITIVE_INFINITY;
const KEY = 12345;
const five = () => candidatesOf([1, 1, 1, 1, 1]);

/** What a worker does: asks the table, decides, and tells it of a move. */
function useSession(candidates: readonly Candidate[], table = createSessionTable(10), strict = false, key = KEY) {
  const found = sessionExit(candidates, askOf({ key }), table.exitOf(1, key, 0), strict);
  if (found.state === 'move') table.move(1, key, { from: found.from, to: found.exit.id, until: OUT }, 0);
  return 'exit' in found ? found.exit : found.state;
}
const take = (candidate: Candidate | string) => {
  if (typeof candidate === 'string') throw new Error(`a session had no exit: ${candidate}`);
  return candidate;
};

describe('a session', () => {
  it('needs no table while its exit is well', () => {
    const table = createSessionTable(10);
    expect(useSession(five(), table)).toHaveProperty('id');
    expect(table.size()).toBe(0);
  });

  it('moves once when its exit is lost, and does not move back', () => {
    const [table, candidates] = [createSessionTable(10), five()];
    const home = take(useSession(candidates, table));
    home.restUntil = OUT;
    const next = take(useSession(candidates, table));
    expect(next).not.toBe(home);
    home.restUntil = 0;
    expect(useSession(candidates, table)).toBe(next);
  });

  it('moves on from where it went, also when that has left the pool', () => {
    const [table, candidates] = [createSessionTable(10), five()];
    const home = take(useSession(candidates, table));
    home.restUntil = OUT;
    const next = take(useSession(candidates, table));
    const left = candidates.filter((each) => each !== next);
    const last = take(useSession(left, table));
    expect(left).toContain(last);
    expect(useSession(candidates, table)).toBe(last);
  });

  it('stays within what its options accept, and takes no exit that failed this request', () => {
    const candidates = five();
    fc.assert(
      fc.property(fc.nat(), fc.subarray(candidates), fc.subarray(candidates), (key, accepted, failed) => {
        const ask = askOf({ key, tried: new Set(failed), accepts: (each) => accepted.includes(each) });
        const found = sessionExit(candidates, ask, undefined, false);
        const possible = accepted.filter((each) => !failed.includes(each));
        if ('exit' in found) expect(possible).toContain(found.exit);
        else expect([found.state, possible]).toEqual(['none', []]);
      }),
    );
  });
});

describe('a strict session', () => {
  it('is tied to its first exit, which is one that can be used', () => {
    const [table, candidates] = [createSessionTable(10), five()];
    take(useSession(candidates)).restUntil = OUT;
    const first = take(useSession(candidates, table, true));
    for (const candidate of candidates) candidate.restUntil = 0;
    expect(useSession(candidates, table, true)).toBe(first);
  });

  it('is told that its exit is lost, whether out of use or gone from the pool, and gets no other', () => {
    const [table, candidates] = [createSessionTable(10), five()];
    const first = take(useSession(candidates, table, true));
    first.restUntil = OUT;
    const ask = askOf({ key: KEY });
    expect(sessionExit(candidates, ask, first.id, true)).toEqual({ state: 'lost', why: 'out-of-use' });
    const left = candidates.filter((each) => each !== first);
    expect(sessionExit(left, ask, first.id, true)).toEqual({ state: 'lost', why: 'gone' });
    first.restUntil = 0;
    expect(useSession(candidates, table, true)).toBe(first);
  });
});

describe('a rotation that was ordered', () => {
  it.each([false, true])('gives another exit, and the session stays there (strict: %s)', (strict) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 8 }), (key, count) => {
        const [table, candidates] = [createSessionTable(10), candidatesOf(Array.from({ length: count }, () => 1))];
        const before = useSession(candidates, table, strict, key);
        const rotated = rotateSession(candidates, askOf({ key }), table.exitOf(1, key, 0));
        if (!rotated) throw new Error('there are others');
        expect(rotated.exit).not.toBe(before);
        table.move(1, key, { from: rotated.from, to: rotated.exit.id, until: OUT }, 0);
        expect(useSession(candidates, table, strict, key)).toBe(rotated.exit);
      }),
    );
  });

  it('finds nothing where there is no other', () => {
    expect(rotateSession(candidatesOf([1]), askOf(), undefined)).toBeUndefined();
  });
});
