import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { createPoolHealth } from '@atlantic/kernel/pool/health.ts';
import { describe, expect, it } from 'vitest';
import { endpointOf } from '../fixture/snapshot.ts';
import type { JudgeAnswer } from '../upstream/judge.ts';
import type { ProbeNote } from './plane-health.ts';
import { createProber, MOST_PROBES } from './prober.ts';

const failed = (code: ErrorCode, stage: Extract<JudgeAnswer, { reached: false }>['stage']): JudgeAnswer => ({
  reached: false,
  milliseconds: 5,
  error: new AtlanticError(code),
  stage,
});
const REACHED: JudgeAnswer = { reached: true, milliseconds: 5, exitAddress: undefined };
const HANGS = failed('connection_timeout', 'answer');
const REFUSES = failed('connection_refused', 'dial');
const POLICY = poolPolicySchema.parse({
  health: {
    probe: { url: 'http://judge.example/', everySeconds: 10, jitter: 0 },
    breaker: { jitter: 0 },
    maxEjectedShare: 1,
  },
});

/** A pool of so many endpoints with its real health, a clock, and what each endpoint answers. */
function world(size: number, policy = POLICY, kind: SnapshotPool['kind'] = 'list') {
  let now = 0;
  const answers = new Map<string, JudgeAnswer>();
  const ids = Array.from({ length: size }, (_, at) => `${at}`);
  const pool: SnapshotPool = {
    name: 'rented',
    kind,
    endpoints: ids.map((id, at) => endpointOf(at + 1, { id })),
    policy,
  };
  const health = createPoolHealth(
    policy.health,
    () => 0,
    () => {},
  );
  const notes: ProbeNote[] = [];
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let holding = false;
  const prober = createProber({
    health: {
      stateOf: (name, id) => (name === 'rented' ? health.stateOf(id) : 'healthy'),
      onProbe(_, note) {
        notes.push(note);
        for (const [id, outcome] of note.outcomes) health.record(id, outcome, now);
      },
    },
    async ask({ endpoint }) {
      asked.push(endpoint.id);
      if (holding) await new Promise<void>((resolve) => held.push(resolve));
      return answers.get(endpoint.id) ?? REACHED;
    },
    now: () => now,
    random: () => 0,
  });
  health.follow(
    ids.map((id) => ({ id })),
    now,
  );
  prober.follow([pool]);
  return {
    pool,
    prober,
    notes,
    asked,
    held,
    hold: () => (holding = true),
    answer: (answer: JudgeAnswer, ...who: string[]) => {
      for (const id of who.length > 0 ? who : ids) answers.set(id, answer);
    },
    /** Lets so many seconds pass, in quarters. */
    async pass(seconds: number) {
      for (const end = now + seconds * 1000; now < end; ) {
        now += 250;
        health.tick(now);
        prober.tick();
        // What a probe says comes in a later turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    states: () => health.states().map(({ state }) => state),
    suspect: () => notes.at(-1)?.judgeSuspectSince,
  };
}

describe('the probes of a pool', () => {
  it('find an idle endpoint dead, and bring it back when it is well', async () => {
    const { answer, pass, states } = world(3);
    await pass(1);
    answer(REFUSES, '1');
    await pass(19);
    expect(states()).toEqual(['healthy', 'ejected', 'healthy']);
    answer(REACHED);
    await pass(20);
    expect(states()).toEqual(['healthy', 'healthy', 'healthy']);
  });

  it('are those of pools that have proxies', async () => {
    const asked: number[] = [];
    for (const kind of ['list', 'supply', 'provider', 'direct'] as const) {
      const its = world(3, POLICY, kind);
      await its.pass(11);
      asked.push(new Set(its.asked).size);
    }
    expect(asked).toEqual([3, 3, 0, 0]);
  });

  it('find one that alone does not get to the judge', async () => {
    const { answer, pass, states, suspect } = world(4);
    await pass(1);
    answer(HANGS, '2');
    await pass(30);
    expect([states()[2], suspect()]).toEqual(['ejected', undefined]);
    expect(states().filter((state) => state === 'healthy')).toHaveLength(3);
  });

  it('eject nobody for a judge that is down, say so, and trust it again when it is back', async () => {
    const { answer, pass, states, suspect } = world(6);
    await pass(1);
    answer(HANGS);
    await pass(120);
    expect(states()).toEqual(Array(6).fill('healthy'));
    expect(suspect()).toBeTypeOf('number');
    answer(REACHED);
    await pass(15);
    expect([suspect(), ...new Set(states())]).toEqual([undefined, 'healthy']);
  });

  it('eject what is dead on the way to the judge even when the judge is down', async () => {
    const { answer, pass, states } = world(4);
    answer(HANGS);
    answer(REFUSES, '0');
    await pass(40);
    expect(states()).toEqual(['ejected', 'healthy', 'healthy', 'healthy']);
  });

  it('end the probation of newcomers', async () => {
    const policy = poolPolicySchema.parse({ health: { ...POLICY.health, breaker: { probation: true, jitter: 0 } } });
    const { pass, states } = world(2, policy);
    expect(states()).toEqual(['trial', 'trial']);
    await pass(8);
    expect(states()).toEqual(['healthy', 'healthy']);
  });

  it('are never more than so many at once, and of nobody without a judge', async () => {
    const { asked, held, hold, pass, pool, prober } = world(MOST_PROBES + 20);
    hold();
    await pass(12);
    expect(asked).toHaveLength(MOST_PROBES);
    // They answer when the pool has no judge any more.
    prober.follow([{ ...pool, policy: poolPolicySchema.parse({}) }]);
    for (const release of held) release();
    await pass(30);
    expect(asked).toHaveLength(MOST_PROBES);
  });

  it('leave room for other pools, however large one is', async () => {
    const { asked, pass, pool, prober } = world(4 * MOST_PROBES, {
      ...POLICY,
      health: { ...POLICY.health, probe: { ...POLICY.health.probe, everySeconds: 1 } },
    });
    prober.follow([pool, { ...pool, name: 'small', endpoints: [endpointOf(1, { id: 'small' })] }]);
    await pass(3);
    expect(asked).toContain('small');
  });

  it('tell the address that the judge saw', async () => {
    const { answer, notes, pass } = world(1);
    answer({ ...REACHED, exitAddress: '192.0.2.7' });
    await pass(1);
    expect(notes).toMatchObject([{ endpoint: '0', exitAddress: '192.0.2.7' }]);
  });
});

describe('a test', () => {
  const order = {
    kind: 'probe' as const,
    pool: 'rented',
    endpoint: '1',
    url: 'http://judge.example/',
    timeoutSeconds: 1,
    expectStatus: 200,
  };

  it.each<[JudgeAnswer, object]>([
    [
      { ...REACHED, exitAddress: '192.0.2.7' },
      { reached: true, milliseconds: 5, exitAddress: '192.0.2.7' },
    ],
    [REFUSES, { reached: false, milliseconds: 5, code: 'connection_refused', fault: 'endpoint' }],
    [HANGS, { reached: false, milliseconds: 5, code: 'connection_timeout', fault: 'either' }],
    [failed('connection_refused', 'answer'), { code: 'connection_refused', fault: 'judge' }],
    [failed('dns_error', undefined), { fault: 'judge' }],
    [failed('gateway_overloaded', 'dial'), { fault: 'gateway' }],
  ])('says what came of it, and counts for nothing: %#', async (answer, result) => {
    const { answer: set, notes, prober } = world(2);
    set(answer);
    expect(await prober.test(order)).toMatchObject(result);
    expect(notes).toEqual([]);
  });

  it('is of endpoints that are there', async () => {
    const { prober } = world(2);
    await expect(prober.test({ ...order, endpoint: '7' })).rejects.toThrow('does not know the endpoint');
    await expect(prober.test({ ...order, pool: 'other' })).rejects.toThrow('does not know the endpoint');
    await expect(prober.test({ ...order, url: 'judge' })).rejects.toThrow('no usable URL');
  });
});
