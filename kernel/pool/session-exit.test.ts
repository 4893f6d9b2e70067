import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from './choose/candidate.ts';
import { askOf, candidatesOf } from './fixture/candidates.ts';
import { firstExit, sessionExit } from './session-exit.ts';

const OUT = Number.POSITIVE_INFINITY;
const five = () => candidatesOf([1, 1, 1, 1, 1]);
const found = (candidates: readonly Candidate[], key: number, exit?: string, strict = false) =>
  sessionExit(candidates, askOf({ key }), { exit, strict });
const exitOf = (...args: Parameters<typeof found>) => {
  const result = found(...args);
  return result.state === 'found' ? result.exit.id : result.state;
};
const eject = (candidates: readonly Candidate[], ...ids: (string | undefined)[]) => {
  for (const each of candidates) each.restUntil = ids.includes(each.id) ? OUT : 0;
};

describe('a session of which nothing is written down', () => {
  it('has the same exit at every time, in every order of the pool', () => {
    fc.assert(
      fc.property(fc.nat(), (key) => {
        expect(exitOf(five().toReversed(), key)).toBe(exitOf(five(), key));
      }),
    );
  });

  it('moves while its own is out of use, and only then', () => {
    const candidates = five();
    const home = exitOf(candidates, 7);
    expect(found(candidates, 7)).toMatchObject({ moved: false });
    eject(candidates, home);
    expect(candidates.map(({ id }) => id)).toContain(exitOf(candidates, 7));
    expect(found(candidates, 7)).toMatchObject({ state: 'found', moved: true });
  });

  it('takes no exit that failed this request', () => {
    const candidates = five();
    fc.assert(
      fc.property(fc.nat(), fc.subarray(candidates), (key, failed) => {
        const ask = askOf({ key, tried: new Set(failed) });
        const result = sessionExit(candidates, ask, { exit: undefined, strict: false });
        const possible = candidates.filter((each) => !failed.includes(each));
        if (result.state === 'found') expect(possible).toContain(result.exit);
        else expect([result.state, possible]).toEqual(['none', []]);
      }),
    );
  });
});

describe('a session whose exit is written down', () => {
  it('has that one while it is fit, whatever else comes and goes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(4), fc.subarray([0, 1, 2, 3, 4]), (key, at, gone) => {
        const candidates = five().filter((_, index) => index === at || !gone.includes(index));
        expect(found(candidates, key, `e${at}`, true)).toMatchObject({ exit: { id: `e${at}` }, moved: false });
        expect(found(candidates, key, `e${at}`)).toMatchObject({ exit: { id: `e${at}` }, moved: false });
      }),
    );
  });

  it('moves when it is not, unless it is strict: then it is lost', () => {
    const candidates = five();
    eject(candidates, 'e2');
    expect(found(candidates, 7, 'e2')).toMatchObject({ state: 'found', moved: true });
    expect(found(candidates, 7, 'e2', true)).toMatchObject({ state: 'lost', exit: { id: 'e2' } });
    expect(found(candidates, 7, 'left', true)).toEqual({ state: 'lost', exit: undefined });
    expect(exitOf([], 7, 'e2')).toBe('none');
  });
});

describe('a session whose exit has an address', () => {
  const withAddresses = () => {
    const candidates = five();
    candidates.forEach((each, at) => {
      each.exitAddress = at < 3 ? '192.0.2.1' : undefined;
    });
    return candidates;
  };

  it('goes on from another exit of that address, also where it is strict', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (key, strict) => {
        const candidates = withAddresses();
        eject(candidates, 'e1');
        expect(['e0', 'e2']).toContain(exitOf(candidates, key, 'e1', strict));
        eject(candidates, 'e0', 'e1');
        expect(exitOf(candidates, key, 'e1', strict)).toBe('e2');
        eject(candidates, 'e0', 'e1', 'e2');
        if (strict) expect(exitOf(candidates, key, 'e1', strict)).toBe('lost');
        else expect(['e3', 'e4']).toContain(exitOf(candidates, key, 'e1', strict));
      }),
    );
  });

  it('finds it by what was written down when its endpoint has left the pool', () => {
    const wish = { exit: 'left', address: '192.0.2.1', strict: true };
    const result = sessionExit(withAddresses(), askOf({ key: 7 }), wish);
    expect(['e0', 'e1', 'e2']).toContain(result.state === 'found' && result.exit.id);
    expect(sessionExit(withAddresses(), askOf({ key: 7 }), { ...wish, address: '192.0.2.2' }).state).toBe('lost');
  });
});

describe('the first exit of a life', () => {
  const anyFit = fc.subarray(['e0', 'e1', 'e2', 'e3', 'e4'], { minLength: 1 });

  it('can be used, and is another than the former one wherever there is another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('e0', 'e1', null, undefined, 'left'), anyFit, (key, former, fit) => {
        const candidates = five();
        const avoided = former === null ? exitOf(candidates, 99) : former;
        eject(candidates, ...['e0', 'e1', 'e2', 'e3', 'e4'].filter((id) => !fit.includes(id)));
        const first = firstExit(candidates, askOf({ key }), former, 99)?.id ?? '';
        expect(fit).toContain(first);
        if (fit.some((id) => id !== avoided)) expect(first).not.toBe(avoided);
      }),
    );
  });

  it('is none where nothing is fit', () => {
    const candidates = five();
    eject(candidates, 'e0', 'e1', 'e2', 'e3', 'e4');
    expect(firstExit(candidates, askOf(), undefined, 0)).toBeUndefined();
  });
});
