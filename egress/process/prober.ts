/**
 * Probes the endpoints of pools that name a judge, and tells the pools' health what became of it. The primary does it for
 * all its workers (docs/decisions/0008-probes-in-the-primary.md): an endpoint is probed once however many workers there
 * are, and what decides about it is in the same process.
 */
import { type JudgeUrl, parseJudgeUrl } from '@atlantic/contract/judge-url.ts';
import type { Order, ProbeResult } from '@atlantic/contract/plane.ts';
import { type PoolPolicy, policyFor } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotEndpoint, SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Outcome } from '@atlantic/kernel/pool/health.ts';
import { createProbeSchedule, type Ended, type ProbeSchedule } from '@atlantic/kernel/pool/probe-schedule.ts';
import { createWitnesses, type Witnesses } from '@atlantic/kernel/pool/witnesses.ts';
import type { AskJudge, JudgeAnswer } from '../upstream/judge.ts';
import type { PlaneHealth } from './plane-health.ts';
import { resultOf, type Verdict, verdictOf } from './probe-verdict.ts';

/** Probes under way at once, of all pools together. */
export const MOST_PROBES = 64;

export interface ProberOptions {
  health: Pick<PlaneHealth, 'stateOf' | 'onProbe'>;
  ask: AskJudge;
  /** As the health's. */
  now: () => number;
  /** Numbers from 0 up to 1. */
  random: () => number;
}

export interface Prober {
  /** The pools of a new snapshot; call it when their health knows them. */
  follow(pools: readonly SnapshotPool[]): void;
  /** Begins what is due. To be called several times a second. */
  tick(): void;
  /** Probes one now, whatever its pool says of probes. It counts for nothing. Rejects when it is not there. */
  test(order: ProbeOrder): Promise<ProbeResult>;
}

export type ProbeOrder = Extract<Order, { kind: 'probe' }>;

interface Probed {
  pool: SnapshotPool;
  policy: PoolPolicy['health']['probe'];
  judge: JudgeUrl;
  /** By id. */
  endpoints: ReadonlyMap<string, SnapshotEndpoint>;
  schedule: ProbeSchedule;
  witnesses: Witnesses;
}

/** One that says nothing is no reason for haste. */
const ENDED: Readonly<Record<Verdict, Ended>> = {
  reached: 'well',
  endpoint: 'ill',
  judge: 'doubtful',
  neither: 'well',
};

/** Pools whose endpoints are proxies that anybody may ask. */
const isProbed = ({ kind }: Pick<SnapshotPool, 'kind'>): boolean => kind === 'list' || kind === 'supply';

export function createProber({ health, ask, now, random }: ProberOptions): Prober {
  const pools = new Map<string, Probed>();
  let all: readonly SnapshotPool[] = [];
  let underWay = 0;

  const open = (pool: SnapshotPool, policy: Probed['policy'], judge: JudgeUrl): Probed => ({
    pool,
    policy,
    judge,
    endpoints: new Map(),
    schedule: createProbeSchedule(policy, random),
    witnesses: createWitnesses(),
  });

  /** One that reached the judge lately tells soon whether it still can be reached. */
  const callWitness = ({ endpoints, schedule, witnesses, pool }: Probed, except: string) => {
    for (const id of endpoints.keys()) {
      if (id === except || !witnesses.isWitness(id) || health.stateOf(pool.name, id) === 'ejected') continue;
      // One that is asked already will do.
      if (!schedule.underWay(id)) schedule.hurry(id);
      return;
    }
  };

  const judge = (probed: Probed, id: string, beganAt: number, answer: JudgeAnswer): [string, Outcome][] => {
    const { witnesses } = probed;
    const fault = (charged: string, code: Extract<Outcome, { result: 'fault' }>['code']): [string, Outcome] => [
      charged,
      { result: 'fault', fault: 'endpoint', code },
    ];
    const verdict = verdictOf(answer);
    if (answer.reached) {
      const charges = witnesses.reached(id, beganAt).map((charge) => fault(charge.id, charge.code));
      return [[id, { result: 'success' }], ...charges];
    }
    if (verdict === 'judge') {
      witnesses.failed(id, beganAt, answer.error.code, now());
      if (witnesses.suspectSince() === undefined) callWitness(probed, id);
      return [];
    }
    witnesses.lost(id);
    return verdict === 'endpoint' ? [fault(id, answer.error.code)] : [];
  };

  const probe = async (probed: Probed, endpoint: SnapshotEndpoint) => {
    const { pool, policy, schedule, witnesses } = probed;
    const beganAt = now();
    underWay += 1;
    const { timeoutSeconds, expectStatus } = policy;
    const question = { endpoint, pool, judge: probed.judge, timeoutMs: timeoutSeconds * 1000, expectStatus };
    const answer = await ask(question);
    underWay -= 1;
    // It may have left the pool meanwhile, or the pool have another judge.
    if (pools.get(pool.name) !== probed || !probed.endpoints.has(endpoint.id)) return;
    const outcomes = judge(probed, endpoint.id, beganAt, answer);
    schedule.ended(endpoint.id, ENDED[verdictOf(answer)], now());
    health.onProbe(pool.name, {
      endpoint: endpoint.id,
      outcomes,
      exitAddress: answer.reached ? answer.exitAddress : undefined,
      judgeSuspectSince: witnesses.suspectSince(),
    });
  };

  return {
    follow(list) {
      all = list;
      const staying = new Set(list.map(({ name }) => name));
      for (const name of pools.keys()) if (!staying.has(name)) pools.delete(name);
      for (const pool of list) {
        const policy = (pool.policy ?? policyFor(pool.kind)).health.probe;
        const url = policy.url === undefined || !isProbed(pool) ? undefined : parseJudgeUrl(policy.url);
        if (!url) {
          pools.delete(pool.name);
          continue;
        }
        const former = pools.get(pool.name);
        const same = former && JSON.stringify(former.policy) === JSON.stringify(policy);
        const probed = same ? former : open(pool, policy, url);
        probed.pool = pool;
        probed.endpoints = new Map(pool.endpoints.map((endpoint) => [endpoint.id, endpoint]));
        const ids = [...probed.endpoints.keys()];
        probed.schedule.follow(ids, now());
        probed.witnesses.keep(ids);
        pools.set(pool.name, probed);
      }
    },
    tick() {
      for (const [name, probed] of [...pools]) {
        const hasty = probed.witnesses.suspectSince() === undefined;
        const stateOf = (id: string) => health.stateOf(name, id);
        const ids = probed.schedule.due(now(), MOST_PROBES - underWay, stateOf, hasty);
        for (const id of ids) {
          const endpoint = probed.endpoints.get(id);
          if (endpoint) void probe(probed, endpoint);
        }
        if (ids.length === 0) continue;
        // The others come first the next time, so that no large pool has all the room for itself.
        pools.delete(name);
        pools.set(name, probed);
      }
    },
    async test({ pool: name, endpoint: id, url, timeoutSeconds, expectStatus }) {
      const pool = all.find((one) => one.name === name && isProbed(one));
      const endpoint = pool?.endpoints.find((one) => one.id === id);
      const asked = parseJudgeUrl(url);
      if (!pool || !endpoint) throw new Error('This plane does not know the endpoint.');
      if (!asked) throw new Error('The judge has no usable URL.');
      return resultOf(await ask({ endpoint, pool, judge: asked, timeoutMs: timeoutSeconds * 1000, expectStatus }));
    },
  };
}
