import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Criterion } from './breaker.ts';
import { chooseEjections, mostEjected } from './ejection.ts';

const CRITERIA: Criterion[] = ['latency', 'success-rate', 'failure-share', 'unanswered', 'consecutive-faults'];
const violation = (id: string, why: Criterion, excess = 1) => ({ id, why, excess });
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);

describe('how many may be ejected', () => {
  it.each([
    [0, 0.9, 0],
    [1, 1, 0],
    [2, 0.1, 1],
    [10, 0.9, 9],
    [10, 0.3, 3],
    [10, 0, 1],
    [3, 1, 3],
  ])('of %i at a share of %d: %i', (total, share, most) => {
    expect(mostEjected(total, share)).toBe(most);
  });
});

describe('who is ejected', () => {
  it('is the gravest, when there is not place for all', () => {
    const slow = violation('slow', 'latency', 9);
    const dead = violation('dead', 'consecutive-faults');
    const bad = violation('bad', 'success-rate');
    const { eject, heldBack } = chooseEjections([slow, bad, dead], new Map(), 2);
    expect([ids(eject), ids(heldBack)]).toEqual([['dead', 'bad'], ['slow']]);
  });

  it('is the worse of two with the same fault', () => {
    const violations = [violation('a', 'latency', 2), violation('b', 'latency', 5)];
    expect(ids(chooseEjections(violations, new Map(), 1).eject)).toEqual(['b']);
  });

  it('is a dead one in the place of a slow one, but not of another dead one', () => {
    const dead = violation('dead', 'consecutive-faults');
    expect(chooseEjections([dead], new Map([['slow', 'latency']]), 1)).toMatchObject({
      eject: [dead],
      release: ['slow'],
    });
    expect(chooseEjections([dead], new Map([['other', 'consecutive-faults']]), 1)).toMatchObject({
      eject: [],
      release: [],
      heldBack: [dead],
    });
  });

  it('is never more than the most, nobody twice, and nobody is forgotten', () => {
    const criterion = fc.constantFrom(...CRITERIA);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(criterion, fc.nat()), { maxLength: 20 }),
        fc.array(criterion, { maxLength: 20 }),
        fc.nat({ max: 20 }),
        (violating, already, most) => {
          const violations = violating.map(([why, excess], at) => violation(`v${at}`, why, excess));
          const ejected = new Map(already.map((why, at) => [`e${at}`, why]));
          const { eject, release, heldBack } = chooseEjections(violations, ejected, most);
          expect(ejected.size + eject.length - release.length).toBeLessThanOrEqual(Math.max(most, ejected.size));
          expect(new Set(release).size).toBe(release.length);
          expect(release.every((id) => ejected.has(id))).toBe(true);
          expect([...ids(eject), ...ids(heldBack)].sort()).toEqual(ids(violations).sort());
          const [mildest] = eject.map(({ why }) => CRITERIA.indexOf(why)).sort((one, other) => one - other);
          for (const { why } of heldBack) expect(CRITERIA.indexOf(why)).toBeLessThanOrEqual(mildest ?? Infinity);
        },
      ),
    );
  });
});
