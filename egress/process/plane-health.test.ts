import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PoolPolicy, poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Outcome } from '@atlantic/kernel/pool/health.ts';
import type { PoolWord } from '@atlantic/kernel/pool/standings.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointOf } from '../fixture/snapshot.ts';
import { createPlaneHealth } from './plane-health.ts';

const REFUSED: Outcome = { result: 'fault', fault: 'endpoint', code: 'connection_refused' };
const POLICY = poolPolicySchema.parse({ health: { breaker: { jitter: 0 }, maxEjectedShare: 1 } });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlantic-plane-health-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const poolOf = (ids: readonly string[], policy: PoolPolicy = POLICY): SnapshotPool => ({
  name: 'rented',
  kind: 'list',
  endpoints: ids.map((id, at) => endpointOf(at + 1, { id })),
  policy,
});

/** A primary with workers 1 and 2, a clock, and what each worker was told. */
function start(time = 0) {
  let now = time;
  const told: [worker: number, word: PoolWord][] = [];
  const logged: string[] = [];
  const log = { debug() {}, info: note, warn: note, error: note };
  function note(message: string) {
    logged.push(message);
  }
  const health = createPlaneHealth({
    file: join(folder, 'health.json'),
    log,
    now: () => now,
    random: () => 0,
    workers: () => [1, 2],
    tell: (worker, word) => void told.push([worker, word]),
  });
  return {
    health,
    told,
    logged,
    at: (next: number) => {
      now = next;
      health.tick();
    },
    fail: (endpoint: string, times = 5) => {
      for (let count = 0; count < times; count += 1)
        health.onOutcomes(1, [{ pool: 'rented', endpoint, outcome: REFUSED }]);
    },
    /** The states that a worker would begin with. */
    states: (worker: number) => health.words(worker).flatMap(({ states }) => states.map((state) => state.join(' '))),
  };
}

describe('the health of a plane', () => {
  it('tells every worker of an ejection, and whoever reports a fault how the endpoint stands', () => {
    const { health, told, fail } = start();
    health.follow([poolOf(['a', 'b', 'c'])]);
    fail('a', 1);
    expect(told).toEqual([[1, { pool: 'rented', panic: false, whole: false, states: [['a', 'healthy']] }]]);
    told.length = 0;
    fail('a', 4);
    const ejected = { pool: 'rented', panic: false, whole: false, states: [['a', 'ejected']] };
    expect(told.filter(([, { states }]) => states[0]?.[1] === 'ejected').slice(0, 2)).toEqual([
      [1, ejected],
      [2, ejected],
    ]);
  });

  it('lets one worker at a time try an endpoint again', () => {
    const { health, at, fail, states } = start();
    health.follow([poolOf(['a', 'b', 'c'])]);
    fail('a');
    expect([states(1), states(2)]).toEqual([['a ejected'], ['a ejected']]);
    at(10_000);
    const first = [...states(1), ...states(2)];
    expect(first.toSorted()).toEqual(['a ejected', 'a trial']);
    at(12_000);
    expect([...states(1), ...states(2)]).toEqual(first.toReversed());
  });

  it('says when panic begins and ends, to people and to workers', () => {
    const { health, told, logged, fail } = start();
    health.follow([poolOf(['a', 'b'])]);
    fail('a');
    fail('b');
    expect(health.conditions()[0]?.panicSince).toBe(0);
    expect(told.some(([, { panic }]) => panic)).toBe(true);
    expect(logged).toHaveLength(1);
    for (let count = 0; count < 3; count += 1)
      health.onOutcomes(2, [{ pool: 'rented', endpoint: 'a', outcome: { result: 'success' } }]);
    expect(health.conditions()[0]?.panicSince).toBeUndefined();
    expect(logged).toHaveLength(2);
  });

  it('outlives a new snapshot, a new policy, and a new primary', () => {
    const { health, fail, states } = start();
    health.follow([poolOf(['a', 'b', 'c'])]);
    fail('b');
    health.follow([poolOf(['b', 'new'])]);
    expect(states(1)).toEqual(['b ejected']);
    health.follow([poolOf(['b', 'new'], poolPolicySchema.parse({ health: { breaker: { consecutiveFaults: 9 } } }))]);
    expect(states(1)).toEqual(['b ejected']);
    health.save();
    const later = start(5_000);
    later.health.save();
    later.health.follow([poolOf(['a', 'b', 'c'])]);
    expect(later.states(2)).toEqual(['b ejected']);
    later.at(10_000);
    expect([...later.states(1), ...later.states(2)].toSorted()).toEqual(['b ejected', 'b trial']);
  });

  it('has none for the direct way, nor for a pool that is gone', () => {
    const { health, fail } = start();
    health.follow([{ name: 'direct', kind: 'direct', endpoints: [] }, poolOf(['a', 'b'])]);
    expect(health.conditions().map(({ name }) => name)).toEqual(['rented']);
    health.follow([]);
    fail('a');
    expect(health.conditions()).toEqual([]);
  });
});

describe('what probes say', () => {
  const note = { endpoint: 'a', outcomes: [], exitAddress: undefined, judgeSuspectSince: undefined };

  it('is the address of an exit, told to every worker when it changes, and to each that starts', () => {
    const { health, told } = start();
    health.follow([poolOf(['a', 'b'])]);
    for (const exitAddress of ['192.0.2.1', '192.0.2.1', undefined]) health.onProbe('rented', { ...note, exitAddress });
    expect(told.map(([worker, { exits }]) => [worker, exits])).toEqual([
      [1, [['a', '192.0.2.1']]],
      [2, [['a', '192.0.2.1']]],
    ]);
    expect(health.words(1)).toMatchObject([{ whole: true, exits: [['a', '192.0.2.1']] }]);
    expect([...(health.conditions()[0]?.exits ?? [])]).toEqual([['a', '192.0.2.1']]);
    health.follow([poolOf(['b'])]);
    expect(health.conditions()[0]?.exits.size).toBe(0);
    health.onProbe('rented', { ...note, endpoint: 'b', exitAddress: '192.0.2.2' });
    // The pool has another judge, and then none.
    const judged = (url?: string) => poolPolicySchema.parse({ health: { ...POLICY.health, probe: { url } } });
    health.follow([poolOf(['b'], judged('http://judge.example/'))]);
    expect(health.conditions()[0]?.exits.size).toBe(1);
    health.follow([poolOf(['b'], judged())]);
    expect(health.conditions()[0]?.exits.size).toBe(0);
  });

  it('is what becomes of endpoints, and what is thought of the judge', () => {
    const { health, logged } = start();
    health.follow([poolOf(['a', 'b'])]);
    for (let count = 0; count < 5; count += 1) health.onProbe('rented', { ...note, outcomes: [['b', REFUSED]] });
    expect([health.stateOf('rented', 'a'), health.stateOf('rented', 'b')]).toEqual(['healthy', 'ejected']);
    for (const judgeSuspectSince of [7, 7, undefined]) {
      health.onProbe('rented', { ...note, judgeSuspectSince });
      expect(health.conditions()[0]?.judgeSuspectSince).toBe(judgeSuspectSince);
    }
    expect(logged).toEqual([
      'the judge of a pool answers nobody: its probes eject nobody',
      'the judge of a pool answers again',
    ]);
    health.onProbe('gone', note);
  });
});
