import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

/** A bucket with a clock of its own; `take` tells whether a token was there. */
function bucketOf(perSecond: number, burst: number) {
  let time = 0;
  const bucket = createTokenBucket({ perSecond, burst }, () => time);
  const take = () => {
    if (bucket.wait() > 0) return false;
    bucket.take();
    return true;
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { bucket, take, pass };
}

describe('a token bucket', () => {
  it('gives its burst at once, then one each interval', () => {
    const { bucket, take, pass } = bucketOf(2, 3);
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
    expect(bucket.wait()).toBe(500);
    pass(499);
    expect(take()).toBe(false);
    pass(1);
    expect([take(), take()]).toEqual([true, false]);
  });

  it('holds no more than its burst, however long it rests', () => {
    const { take, pass } = bucketOf(10, 2);
    pass(3_600_000);
    expect([take(), take(), take()]).toEqual([true, true, false]);
  });

  it('follows a change of its rate', () => {
    const { bucket, take } = bucketOf(1, 5);
    bucket.change({ perSecond: 4, burst: 2 });
    expect([take(), take(), take()]).toEqual([true, true, false]);
    expect(bucket.wait()).toBe(250);
  });

  it('never gives more than burst and rate allow, and always what it promised', () => {
    const steps = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 3000 }), wants: fc.nat({ max: 8 }) }));
    const perSecond = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(perSecond, fc.integer({ min: 1, max: 20 }), steps, (rate, burst, course) => {
        const { bucket, take, pass } = bucketOf(rate, burst);
        let given = 0;
        let elapsed = 0;
        for (const { pause, wants } of course) {
          pass(pause);
          elapsed += pause;
          for (let want = 0; want < wants; want += 1) if (take()) given += 1;
          expect(given).toBeLessThanOrEqual(burst + (rate * elapsed) / 1000 + 1e-6);
        }
        const wait = bucket.wait();
        pass(wait);
        expect(take()).toBe(true);
      }),
    );
  });
});
