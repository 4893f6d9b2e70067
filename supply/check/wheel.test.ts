import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWheel, Timed, type WheelMeans } from './wheel.ts';

const TICK = 50;

/** A clock that is moved by hand, and the one timer of the wheel. */
function bench() {
  let time = 1_000;
  let timer: { at: number; callback: () => void } | undefined;
  const means: WheelMeans = {
    now: () => time,
    setTimer(ms, callback) {
      timer = { at: time + ms, callback };
      return timer;
    },
    clearTimer: (given) => {
      if (given === timer) timer = undefined;
    },
  };
  return {
    wheel: createWheel(means),
    now: () => time,
    isWound: () => timer !== undefined,
    /** Lets time pass in small steps, as a loop without delay would. */
    pass(ms: number) {
      const end = time + ms;
      while (timer && timer.at <= end) {
        const { at, callback } = timer;
        timer = undefined;
        time = Math.max(time, at);
        callback();
      }
      time = end;
    },
    /** The loop stood still for so long. */
    hang(ms: number) {
      time += ms;
    },
  };
}

class Alarm extends Timed {
  readonly rung: () => void;
  constructor(rung: () => void) {
    super();
    this.rung = rung;
  }
  onDeadline(): void {
    this.rung();
  }
}

it('calls at the deadline, at most a tick later, and not before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 60 }), (delays) => {
      const { wheel, now, pass, isWound } = bench();
      const late: number[] = [];
      for (const delay of delays) {
        const due = now() + delay;
        wheel.arm(new Alarm(() => late.push(now() - due)), delay);
      }
      pass(200_000 + 2 * TICK);
      expect(late).toHaveLength(delays.length);
      for (const ms of late) {
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(2 * TICK);
      }
      expect(wheel.size).toBe(0);
      expect(isWound()).toBe(false);
    }),
    { numRuns: 50 },
  );
});

type Step =
  | { do: 'arm'; which: number; ms: number }
  | { do: 'disarm'; which: number }
  | { do: 'pass' | 'hang'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('arm' as const), which: fc.nat(9), ms: fc.nat(120_000) }),
  fc.record({ do: fc.constant('disarm' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constantFrom('pass' as const, 'hang' as const), ms: fc.nat(70_000) }),
);

it('does as a list of deadlines would, whatever is set, taken back and waited for', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { wheel, now, pass, hang } = bench();
      const model = new Map<number, number>();
      const alarms = Array.from({ length: 10 }, (_, which) => {
        return new Alarm(() => {
          expect(model.get(which)).toBeLessThanOrEqual(now());
          model.delete(which);
        });
      });
      for (const one of steps) {
        const alarm = 'which' in one ? alarms[one.which] : undefined;
        if (one.do === 'arm' && alarm) {
          wheel.arm(alarm, one.ms);
          model.set(one.which, now() + one.ms);
        } else if (one.do === 'disarm' && alarm) {
          wheel.disarm(alarm);
          model.delete(one.which);
        } else if ('ms' in one) {
          if (one.do === 'hang') hang(one.ms);
          else pass(one.ms);
        }
        expect(wheel.size).toBe(model.size);
        if (one.do === 'pass') {
          pass(2 * TICK);
          for (const due of model.values()) expect(due).toBeGreaterThan(now() - 2 * TICK);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('lets a callback set and take back, its own and those of the same moment', () => {
  const { wheel, pass, now } = bench();
  const rung: string[] = [];
  const third = new Alarm(() => rung.push('third'));
  const again = new Alarm(() => {
    rung.push(`again ${now()}`);
    if (rung.length < 3) wheel.arm(again, 0);
    wheel.disarm(third);
  });
  wheel.arm(again, 100);
  wheel.arm(third, 100);
  pass(1_000);
  expect(rung).toEqual(['again 1100', 'again 1150', 'again 1200']);
});

it('calls nobody any more once it is closed, from within a callback too', () => {
  const { wheel, pass, isWound } = bench();
  const rung: string[] = [];
  wheel.arm(new Alarm(() => wheel.close()), 10);
  wheel.arm(new Alarm(() => rung.push('same moment')), 10);
  wheel.arm(new Alarm(() => rung.push('later')), 500);
  pass(1_000);
  wheel.arm(new Alarm(() => rung.push('after')), 10);
  pass(1_000);
  expect(rung).toEqual([]);
  expect(wheel.size).toBe(0);
  expect(isWound()).toBe(false);
});
