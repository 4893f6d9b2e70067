import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESS_FAILURES, createFailureThrottle, NAME_FAILURES, REFILL_MS } from './failure-throttle.ts';

function setup() {
  const clock = { now: 0 };
  return { clock, throttle: createFailureThrottle(() => clock.now) };
}

describe('the throttle of failures', () => {
  it('lets an address fail so often, then makes it wait', () => {
    const { clock, throttle } = setup();
    for (let failure = 0; failure < ADDRESS_FAILURES; failure += 1) {
      expect(throttle.waitFor('a', `name-${failure}`)).toBe(0);
      throttle.failed('a', `name-${failure}`);
    }
    const wait = throttle.waitFor('a', 'another');
    expect(wait).toBe(REFILL_MS / ADDRESS_FAILURES);
    expect(throttle.waitFor('b', 'another')).toBe(0);
    clock.now += wait;
    expect(throttle.waitFor('a', 'another')).toBe(0);
  });

  it('holds up guesses at one name from many addresses, but not who has proved it', () => {
    const { throttle } = setup();
    throttle.succeeded('home', 'meg');
    for (let failure = 0; failure < NAME_FAILURES; failure += 1) throttle.failed(`bot-${failure}`, 'meg');
    expect(throttle.waitFor('new', 'meg')).toBeGreaterThan(0);
    expect(throttle.waitFor('new', 'tom')).toBe(0);
    expect(throttle.waitFor('home', 'meg')).toBe(0);
  });

  it('does not spare an address that proved one name and guesses at others', () => {
    const { throttle } = setup();
    throttle.succeeded('home', 'meg');
    for (let failure = 0; failure < ADDRESS_FAILURES; failure += 1) throttle.failed('home', 'tom');
    expect(throttle.waitFor('home', 'meg')).toBeGreaterThan(0);
  });

  it('never lets more through in a time than the allowance and what refills', () => {
    const step = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { clock, throttle } = setup();
        let tried = 0;
        for (const pause of steps) {
          clock.now += pause;
          if (throttle.waitFor('a', 'meg') > 0) continue;
          tried += 1;
          throttle.failed('a', 'meg');
        }
        expect(tried).toBeLessThanOrEqual(ADDRESS_FAILURES + (clock.now / REFILL_MS) * ADDRESS_FAILURES + 1);
      }),
    );
  });

  it('forgets the longest unused rather than grow', () => {
    const { throttle } = setup();
    for (let failure = 0; failure < ADDRESS_FAILURES; failure += 1) throttle.failed('first', 'x');
    expect(throttle.waitFor('first', 'y')).toBeGreaterThan(0);
    for (let index = 0; index < 20_000; index += 1) throttle.failed(`address-${index}`, `name-${index}`);
    expect(throttle.waitFor('first', 'y')).toBe(0);
  });
});
