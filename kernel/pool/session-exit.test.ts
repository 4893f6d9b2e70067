import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from './choose/candidate.ts';
import { askOf, candidatesOf } from './fixture/candidates.ts';
import { sessionExit } from './session-exit.ts';

const OUT = Number.POSITIVE_INFINITY;
const five = () => candidatesOf([1, 1, 1, 1, 1]);
const exitOf = (candidates: readonly Candidate[], key: number, strict = false) => {
  const found = sessionExit(candidates, askOf({ key }), strict);
  return found.state === 'found' ? found.exit.id : found.state;
};

describe('a session', () => {
  it('has the same exit at every time, in every order of the pool', () => {
    fc.assert(
      fc.property(fc.nat(), (key) => {
        expect(exitOf(five().toReversed(), key)).toBe(exitOf(five(), key));
      }),
    );
  });

  it('has another exit while its own is out of use, and its own again after that', () => {
    const candidates = five();
    const home = exitOf(candidates, 7);
    const own = candidates.find(({ id }) => id === home);
    if (!own) throw new Error('a session had no exit');
    own.restUntil = OUT;
    expect(candidates.map(({ id }) => id)).toContain(exitOf(candidates, 7));
    expect(exitOf(candidates, 7)).not.toBe(home);
    own.restUntil = 0;
    expect(exitOf(candidates, 7)).toBe(home);
  });

  it('takes no exit that failed this request', () => {
    const candidates = five();
    fc.assert(
      fc.property(fc.nat(), fc.subarray(candidates), (key, failed) => {
        const ask = askOf({ key, tried: new Set(failed) });
        const found = sessionExit(candidates, ask, false);
        const possible = candidates.filter((each) => !failed.includes(each));
        if (found.state === 'found') expect(possible).toContain(found.exit);
        else expect([found.state, possible]).toEqual(['none', []]);
      }),
    );
  });
});

describe('a strict session', () => {
  it('has the exit of any other session, and is told when that is lost', () => {
    fc.assert(
      fc.property(fc.nat(), (key) => {
        const candidates = five();
        const home = exitOf(candidates, key, true);
        expect(home).toBe(exitOf(candidates, key));
        for (const each of candidates) each.restUntil = each.id === home ? OUT : 0;
        expect(exitOf(candidates, key, true)).toBe('lost');
        expect(exitOf(candidates.slice(0, 0), key, true)).toBe('none');
      }),
    );
  });
});
