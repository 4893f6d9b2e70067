import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate } from '../candidate.ts';
import type { Dead, Verdict } from '../verdict.ts';
import type { Outcome } from './outcome.ts';
import { createPace } from './pace.ts';
import { createWork, TURN_MS } from './work.ts';

const CANDIDATE: Candidate = { kind: 'http', host: '192.0.2.1', port: 1 };
const DEAD: Dead = { alive: false, stage: 'judge', code: 'response_timeout', detail: undefined, checkedAt: 0 };
const OUTCOMES = {
  verdict: { kind: 'verdict', verdict: DEAD },
  transient: { kind: 'transient', verdict: DEAD },
  local: { kind: 'local', code: 'EMFILE' },
  judge: { kind: 'judge' },
} as const satisfies Record<string, Outcome>;
type Ending = keyof typeof OUTCOMES;

/** Work whose checks take 30 ms of a clock that the test moves, and end as their port says: the first time, the second, … */
function working(scripts: readonly (readonly Ending[])[], { most = 10, retries = 1, totalMs = 20_000 } = {}) {
  const verdicts: (readonly [number, Verdict])[] = [];
  const givenUp: number[] = [];
  const began: number[][] = scripts.map(() => []);
  const open: { endsAt: number; end: () => void }[] = [];
  const clock = { now: 0 };
  let judgesUp = true;
  let mostInFlight = 0;
  const pace = createPace(most);
  const work = createWork({
    checker: {
      get inFlight() {
        return open.length;
      },
      check({ port }, done) {
        const ending = scripts[port]?.[began[port]?.length ?? 0] ?? scripts[port]?.at(-1) ?? 'verdict';
        began[port]?.push(clock.now);
        open.push({ endsAt: clock.now + 30, end: () => done(OUTCOMES[ending]) });
        mostInFlight = Math.max(mostInFlight, open.length);
      },
    },
    pace,
    judgesUp: () => judgesUp,
    retries,
    totalMs,
    now: () => clock.now,
    random: () => 0.5,
    onVerdict: (index, verdict) => void verdicts.push([index, verdict]),
    onGivenUp: (index) => void givenUp.push(index),
  });
  const pass = (milliseconds: number) => {
    for (const end = clock.now + milliseconds; clock.now < end; clock.now += TURN_MS) {
      work.turn();
      while ((open[0]?.endsAt ?? Number.POSITIVE_INFINITY) <= clock.now) open.shift()?.end();
    }
  };
  const judges = (up: boolean) => {
    judgesUp = up;
  };
  for (const index of scripts.keys()) work.add(index, { ...CANDIDATE, port: index });
  return { work, verdicts, givenUp, began, pass, judges, mostInFlight: () => mostInFlight };
}

it('tries again after a transient fault, later each time, and no more often than it may', () => {
  const { verdicts, began, pass, work } = working([['transient']], { retries: 2 });
  pass(5_000);
  const [first = 0, second = 0, third = 0, ...more] = began[0] ?? [];
  expect([first, more]).toEqual([0, []]);
  expect(second - first).toBeGreaterThanOrEqual(500);
  expect(third - second).toBeGreaterThanOrEqual(1_000);
  expect(verdicts).toEqual([[0, DEAD]]);
  expect([work.repeated(), work.repeated()]).toEqual([
    { requeued: 0, retried: 2 },
    { requeued: 0, retried: 0 },
  ]);
});

it('begins no further try once a whole check would be over', () => {
  const { began, pass } = working([['transient']], { retries: 5, totalMs: 1_000 });
  pass(20_000);
  expect(began[0]).toHaveLength(2);
});

it('puts back what this machine is at fault for, for as long as it takes, and counts it as nothing', () => {
  const { verdicts, began, pass } = working([[...Array<Ending>(30).fill('local'), 'verdict']]);
  pass(60_000);
  expect([began[0]?.length, verdicts.length]).toEqual([31, 1]);
});

it('begins nothing while no judge answers', () => {
  const { began, pass, judges } = working([['verdict']]);
  judges(false);
  pass(1_000);
  expect(began[0]).toEqual([]);
  judges(true);
  pass(100);
  expect(began[0]).toHaveLength(1);
});

it('gives up a candidate that no judge can make out', () => {
  const { verdicts, givenUp, pass } = working([['judge'], ['judge', 'verdict']]);
  pass(60_000);
  expect([givenUp, verdicts]).toEqual([[0], [[1, DEAD]]]);
});

it('ends each candidate once, whatever happens, and never has more in flight than it may', () => {
  const script = fc.array(fc.constantFrom<Ending>('verdict', 'transient', 'local', 'judge'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(script, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (scripts, most) => {
      const ending = scripts.map((one) => [...one, 'verdict' as const]);
      const { verdicts, givenUp, pass, mostInFlight } = working(ending, { most });
      pass(200_000);
      expect(givenUp).toEqual([]);
      expect(verdicts.map(([index]) => index).toSorted((a, b) => a - b)).toEqual([...scripts.keys()]);
      expect(mostInFlight()).toBeLessThanOrEqual(most);
    }),
    { numRuns: 40 },
  );
});
