import type { Limits } from '@atlantic/contract/snapshot.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, type Owners } from './limiter.ts';

const FREE: Limits = { rate: null, concurrency: null };
const atMost = (concurrency: number): Limits => ({ rate: null, concurrency });
const rate = (perSecond: number, burst: number): Limits => ({ rate: { perSecond, burst }, concurrency: null });

const ann: Owners = { credential: 'ann', account: 'shop' };
const bob: Owners = { credential: 'bob', account: 'shop' };

function limiterOf(limits: { ann?: Limits; bob?: Limits; shop?: Limits }) {
  let time = 0;
  const limiter = createLimiter(() => time);
  const set = (change: typeof limits) =>
    limiter.update(
      [
        { id: 'ann', limits: change.ann ?? FREE },
        { id: 'bob', limits: change.bob ?? FREE },
      ],
      [{ id: 'shop', limits: change.shop ?? FREE }],
    );
  set(limits);
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { limiter, set, pass };
}

describe('a limit of concurrency', () => {
  it('holds over all workers, and lets another in when one has left', () => {
    const { limiter } = limiterOf({ ann: atMost(2) });
    expect([limiter.enter(1, ann).state, limiter.enter(2, ann).state]).toEqual(['entered', 'entered']);
    expect(limiter.enter(1, ann)).toEqual({ state: 'concurrency', owner: 'credential' });
    limiter.leave(2, ann);
    expect(limiter.enter(1, ann).state).toBe('entered');
  });

  it('of an account holds for its credentials together', () => {
    const { limiter } = limiterOf({ shop: atMost(2) });
    limiter.enter(1, ann);
    limiter.enter(1, bob);
    expect(limiter.enter(1, bob)).toEqual({ state: 'concurrency', owner: 'account' });
  });

  it('forgets what a dead worker had under way', () => {
    const { limiter } = limiterOf({ ann: atMost(1) });
    limiter.enter(1, ann);
    limiter.workerGone(1);
    expect(limiter.enter(2, ann).state).toBe('entered');
  });

  it('that is lowered closes until enough have left, and one that is lifted opens', () => {
    const { limiter, set } = limiterOf({ ann: atMost(3) });
    for (let entered = 0; entered < 3; entered += 1) limiter.enter(1, ann);
    set({ ann: atMost(2) });
    limiter.leave(1, ann);
    expect(limiter.enter(1, ann).state).toBe('concurrency');
    set({});
    expect(limiter.enter(1, ann).state).toBe('entered');
  });

  it('counts what was under way before it was set, of whom it already knew', () => {
    const { limiter, set } = limiterOf({ shop: atMost(9) });
    limiter.enter(1, ann);
    set({ ann: atMost(1) });
    expect(limiter.enter(1, ann).state).toBe('concurrency');
  });
});

describe('a limit of rate', () => {
  it('says when to come again', () => {
    const { limiter, pass } = limiterOf({ ann: rate(2, 1) });
    expect(limiter.enter(1, ann).state).toBe('entered');
    expect(limiter.enter(2, ann)).toEqual({ state: 'rate', owner: 'credential', retryMs: 500 });
    pass(500);
    expect(limiter.enter(2, ann).state).toBe('entered');
  });

  it('of a credential takes nothing from one that its account refuses', () => {
    const { limiter, pass } = limiterOf({ ann: rate(1, 1), shop: rate(1, 1) });
    limiter.enter(1, bob);
    expect(limiter.enter(1, ann)).toMatchObject({ state: 'rate', owner: 'account' });
    pass(1000);
    expect(limiter.enter(1, ann).state).toBe('entered');
  });
});

describe('whatever enters and leaves', () => {
  const step = fc.record({
    does: fc.constantFrom('enter', 'enter', 'leave', 'die'),
    worker: fc.integer({ min: 1, max: 3 }),
    who: fc.constantFrom(ann, bob),
  });

  it('no limit is exceeded, and all of it can be used again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { limiter } = limiterOf({ ann: atMost(2), shop: atMost(3) });
        let inside: { worker: number; who: Owners }[] = [];
        for (const { does, worker, who } of steps) {
          const mine = inside.findIndex((each) => each.worker === worker && each.who === who);
          if (does === 'enter' && limiter.enter(worker, who).state === 'entered') inside.push({ worker, who });
          if (does === 'leave' && mine >= 0) {
            limiter.leave(worker, who);
            inside.splice(mine, 1);
          }
          if (does === 'die') {
            limiter.workerGone(worker);
            inside = inside.filter((each) => each.worker !== worker);
          }
          expect(inside.filter((each) => each.who === ann).length).toBeLessThanOrEqual(2);
          expect(inside.length).toBeLessThanOrEqual(3);
        }
        for (const { worker, who } of inside) limiter.leave(worker, who);
        const again = [ann, ann, bob, bob].map((who) => limiter.enter(1, who).state);
        expect(again).toEqual(['entered', 'entered', 'entered', 'concurrency']);
      }),
    );
  });
});
