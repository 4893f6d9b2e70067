import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostEjected } from './ejection.ts';
import type { Fault } from './fault.ts';
import { createPoolHealth, type HealthChange, type Outcome } from './health.ts';
import { savedHealthSchema } from './saved-health.ts';

const REFUSED: Outcome = { result: 'fault', fault: 'endpoint', code: 'connection_refused' };
const WELL: Outcome = { result: 'success', latencyMs: 50 };
const silent = (target: number): Outcome => ({ result: 'fault', fault: 'unknown', code: 'connection_timeout', target });
const idsOf = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`);
const followed = (count: number) => idsOf(count).map((id) => ({ id }));

function setup(count: number, health: object = {}) {
  const policy = poolPolicySchema.parse({ health }).health;
  policy.breaker.jitter = 0;
  const changes: HealthChange[] = [];
  const pool = createPoolHealth(
    policy,
    () => 0.5,
    (change) => changes.push(change),
  );
  pool.follow(followed(count), 0);
  const repeat = (id: string, outcome: Outcome, times: number, now = 0) => {
    for (let time = 0; time < times; time += 1) pool.record(id, outcome, now);
  };
  const of = (id: string) => pool.states().find((each) => each.id === id);
  return { pool, policy, changes, repeat, of };
}

describe('an endpoint that fails', () => {
  it('is ejected after faults in a row, tried again in time, and back after successes in a row', () => {
    const { pool, changes, repeat, of } = setup(4);
    repeat('e1', REFUSED, 4);
    pool.record('e1', WELL, 0);
    repeat('e1', REFUSED, 4);
    expect(of('e1')).toMatchObject({ state: 'healthy', consecutiveFaults: 4, requests: 9 });
    repeat('e1', REFUSED, 1, 100);
    expect(of('e1')).toMatchObject({
      state: 'ejected',
      why: 'consecutive-faults',
      code: 'connection_refused',
      since: 100,
      until: 10_100,
    });
    pool.tick(10_099);
    expect(pool.stateOf('e1')).toBe('ejected');
    pool.tick(10_100);
    expect(pool.stateOf('e1')).toBe('trial');
    repeat('e1', WELL, 2, 10_200);
    expect(pool.stateOf('e1')).toBe('trial');
    repeat('e1', WELL, 1, 10_300);
    expect(of('e1')).toMatchObject({ state: 'healthy', why: undefined, code: undefined, since: 10_300 });
    expect(changes.map((change) => (change.kind === 'endpoint' ? change.state : change.kind))).toEqual([
      'ejected',
      'trial',
      'healthy',
    ]);
  });

  it('goes back for twice as long when its trial fails', () => {
    const { pool, repeat, of } = setup(4);
    repeat('e1', REFUSED, 5);
    pool.tick(10_000);
    repeat('e1', WELL, 2, 10_000);
    repeat('e1', REFUSED, 1, 11_000);
    expect(of('e1')).toMatchObject({ state: 'ejected', until: 31_000 });
  });

  it('does not answer for what was under way when it was ejected', () => {
    const { pool, repeat, of } = setup(4);
    repeat('e1', REFUSED, 50, 100);
    repeat('e1', WELL, 50, 200);
    expect(of('e1')).toMatchObject({ state: 'ejected', until: 10_100 });
    pool.tick(10_100);
    expect(pool.stateOf('e1')).toBe('trial');
  });

  it('is ejected when it reaches none of several targets, but not for one target that reaches nobody', () => {
    const { pool, repeat, of } = setup(4);
    repeat('e1', silent(7), 100);
    repeat('e1', silent(8), 100);
    expect(pool.stateOf('e1')).toBe('healthy');
    pool.record('e1', WELL, 0);
    repeat('e1', silent(9), 1);
    expect(pool.stateOf('e1')).toBe('healthy');
    repeat('e1', silent(7), 1);
    repeat('e1', silent(8), 1);
    expect(of('e1')).toMatchObject({ state: 'ejected', why: 'unanswered', code: 'connection_timeout' });
  });

  it('does not answer for what was cut after the target was reached', () => {
    const { pool, repeat } = setup(4);
    repeat('e1', { result: 'fault', fault: 'unknown', code: 'connection_terminated' }, 1000);
    expect(pool.stateOf('e1')).toBe('healthy');
  });

  it('is found by comparison at the end of a window', () => {
    const { pool, repeat, of } = setup(10);
    for (const id of idsOf(9)) repeat(id, WELL, 50);
    for (let time = 0; time < 25; time += 1) {
      pool.record('e9', WELL, 0);
      pool.record('e9', REFUSED, 0);
    }
    pool.tick(0);
    pool.tick(29_999);
    expect(pool.stateOf('e9')).toBe('healthy');
    pool.tick(30_000);
    expect(of('e9')).toMatchObject({ state: 'ejected', why: 'success-rate', requests: 0 });
  });
});

it.each<Fault>(['target', 'client', 'gateway'])('never ejects for faults of the %s, however many', (fault) => {
  const { pool, changes, repeat } = setup(10);
  for (const id of idsOf(9)) repeat(id, WELL, 50);
  repeat('e9', { result: 'fault', fault, code: 'connection_refused', target: 1 }, 1000);
  pool.tick(0);
  pool.tick(30_000);
  expect(changes).toEqual([]);
});

describe('the share that may be ejected', () => {
  it('holds back what would be too many, and says so', () => {
    const { pool, repeat, of } = setup(4, { maxEjectedShare: 0.5 });
    for (const id of idsOf(3)) repeat(id, REFUSED, 5);
    expect(idsOf(4).map((id) => pool.stateOf(id))).toEqual(['ejected', 'ejected', 'healthy', 'healthy']);
    expect(of('e2')).toMatchObject({ heldBack: true, code: 'connection_refused' });
  });

  it('never takes the only endpoint', () => {
    const { pool, repeat, of } = setup(1);
    repeat('e0', REFUSED, 100);
    expect(of('e0')).toMatchObject({ state: 'healthy', heldBack: true });
    expect(pool.panicSince()).toBeUndefined();
  });

  it('lets in one that is held back when there is place again', () => {
    const { pool, repeat } = setup(4, { maxEjectedShare: 0.25 });
    repeat('e0', REFUSED, 5);
    repeat('e1', REFUSED, 5);
    pool.tick(0);
    pool.tick(10_000);
    repeat('e0', WELL, 3, 10_000);
    pool.tick(30_000);
    expect(pool.stateOf('e1')).toBe('ejected');
  });
});

describe('panic', () => {
  it('begins when too little is fit, is told, and ends when enough is back', () => {
    const { pool, changes, repeat } = setup(10);
    for (const id of idsOf(9)) repeat(id, REFUSED, 5, 500);
    expect(pool.panicSince()).toBe(500);
    expect(changes.at(-1)).toEqual({ kind: 'panic', since: 500 });
    // In panic an ejected one serves, and need not wait for its time.
    repeat('e3', WELL, 3, 600);
    expect(pool.stateOf('e3')).toBe('healthy');
    expect(pool.panicSince()).toBeUndefined();
    expect(changes.at(-1)).toEqual({ kind: 'calm', since: 600 });
  });

  it('is not caused by newcomers on probation', () => {
    const { pool, changes, repeat } = setup(5, { breaker: { probation: true } });
    expect(pool.panicSince()).toBeUndefined();
    expect(changes).toHaveLength(5);
    repeat('e0', WELL, 3);
    expect(pool.stateOf('e0')).toBe('healthy');
  });
});

describe('a snapshot', () => {
  it('keeps the state of those that stay, and gives it back to those that return', () => {
    const { pool, repeat, of } = setup(4);
    repeat('e1', REFUSED, 5, 100);
    pool.follow([{ id: 'e1' }, { id: 'new' }], 200);
    expect(pool.states().map(({ id, state }) => `${id} ${state}`)).toEqual(['e1 ejected', 'new healthy']);
    pool.follow(followed(4), 300);
    expect(of('e1')).toMatchObject({ state: 'ejected', until: 10_100 });
  });

  it('finds what an earlier life knew', () => {
    const earlier = setup(4);
    earlier.repeat('e1', REFUSED, 5, 100);
    const { pool, policy } = setup(0);
    pool.restore(savedHealthSchema.parse(JSON.parse(JSON.stringify(earlier.pool.export()))));
    pool.follow(followed(4), 5000);
    expect(pool.states().map(({ state, since, until }) => [state, since, until])).toEqual(
      earlier.pool.states().map(({ state, since, until }) => [state, state === 'healthy' ? 5000 : since, until]),
    );
    pool.tick(100 + policy.breaker.baseSeconds * 1000);
    expect(pool.stateOf('e1')).toBe('trial');
  });

  it('lets one that is checked elsewhere back in only after a later check', () => {
    const { pool, policy, repeat, of, changes } = setup(0);
    const proven = (...times: readonly number[]) => times.map((provenAt, at) => ({ id: `e${at}`, provenAt }));
    pool.follow(proven(10, 10, 10), 0);
    repeat('e1', REFUSED, 5, 100);
    expect(of('e1')).toMatchObject({ state: 'ejected', until: undefined, totals: { ok: 0, faults: 5 } });
    const late = 100 + policy.breaker.maxSeconds * 1000;
    pool.tick(late);
    pool.follow(proven(10, 10, 10), late);
    expect(pool.stateOf('e1')).toBe('ejected');
    // It leaves the pool, and the plane is started again meanwhile.
    pool.follow(proven(10), late);
    const { pool: next, of: later } = setup(0);
    next.restore(savedHealthSchema.parse(JSON.parse(JSON.stringify(pool.export()))));
    next.follow(proven(10, 10, 10), late);
    expect(later('e1')?.state).toBe('ejected');
    next.follow(proven(10, late, 10), late);
    expect(later('e1')?.state).toBe('healthy');
    const told = changes.length;
    next.follow(proven(10, late, 10), late);
    expect(changes).toHaveLength(told);
  });

  it('does not let one back in because it served while health was ignored', () => {
    const { pool, repeat } = setup(0, { panicBelow: 0.9 });
    pool.follow(
      [
        { id: 'e0', provenAt: 1 },
        { id: 'e1', provenAt: 1 },
        { id: 'e2', provenAt: 1 },
      ],
      0,
    );
    repeat('e0', REFUSED, 5);
    expect(pool.panicSince()).toBe(0);
    repeat('e0', WELL, 9);
    expect(pool.stateOf('e0')).toBe('ejected');
  });

  it('does not fail on reports about endpoints that are gone', () => {
    const { pool, changes } = setup(1);
    pool.record('gone', REFUSED, 0);
    expect(changes).toEqual([]);
  });
});

it('holds, whatever happens: the share, the only reason for an ejection, and changes that tell the whole state', () => {
  const step = fc.record({
    id: fc.integer({ min: 0, max: 5 }).map((at) => `e${at}`),
    outcome: fc.constantFrom<Outcome>(WELL, REFUSED, silent(1), silent(2), silent(3), {
      result: 'fault',
      fault: 'target',
      code: 'connection_refused',
    }),
    wait: fc.nat({ max: 8000 }),
    times: fc.integer({ min: 1, max: 6 }),
  });
  const shares = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 6 }), shares, (steps, count, share) => {
      const { pool, changes, repeat } = setup(count, { maxEjectedShare: share });
      let now = 0;
      for (const { id, outcome, wait, times } of steps) {
        now += wait;
        pool.tick(now);
        repeat(id, outcome, times, now);
        const ejected = pool.states().filter(({ state }) => state !== 'healthy');
        expect(ejected.length).toBeLessThanOrEqual(mostEjected(count, share));
        for (const { why } of ejected) expect(why).toBeDefined();
      }
      const told = new Map(idsOf(count).map((id) => [id, 'healthy']));
      for (const change of changes) if (change.kind === 'endpoint') told.set(change.id, change.state);
      expect(new Map(pool.states().map(({ id, state }) => [id, state]))).toEqual(told);
    }),
  );
});
