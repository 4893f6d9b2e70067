/**
 * A worker's pools: whom it chooses among, how, and how each endpoint stands. It outlives snapshots, so that leases that
 * are held, latencies and ejections are not forgotten when the configuration changes.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { type Candidate, type Chooser, newCandidate } from './choose/candidate.ts';
import { createChooser } from './choose/create.ts';
import type { State } from './endpoint-state.ts';
import { hashText } from './hash.ts';
import { createHedging, type Hedging } from './hedging.ts';
import type { PlaceIndex } from './place-index.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { applyState } from './standing.ts';

export interface PoolStanding {
  readonly policy: PoolPolicy;
  readonly candidates: readonly Candidate[];
  readonly chooser: Chooser;
  readonly retries: RetryBudget;
  /** When a second endpoint is asked beside a slow one; undefined: never. */
  readonly hedging: Hedging | undefined;
  /** Health is ignored, because too little of the pool is fit. */
  readonly panic: boolean;
  /** Leases of this worker on the pool now. */
  leases: number;
  /** Where the candidates are, as whoever compiled the last snapshot has noted. */
  places?: PlaceIndex;
}

/** What the primary says of a pool. */
export interface PoolWord {
  readonly pool: string;
  readonly panic: boolean;
  /** True: whoever is not named is healthy. False: they are as they were. */
  readonly whole: boolean;
  readonly states: readonly (readonly [id: string, state: State])[];
  /** The addresses that judges saw: all of them in a whole word, else those that changed. */
  readonly exits?: readonly (readonly [id: string, address: string])[];
}

export interface Standings {
  /** The standing of a pool whose endpoints are these now, in their order. What an endpoint may carry is shared by so many `workers`. */
  follow(
    pool: string,
    endpoints: readonly { id: string; weight?: number | undefined }[],
    policy: PoolPolicy,
    workers?: number,
  ): PoolStanding;
  /** Forgets the pools that are not named. */
  keep(pools: readonly string[]): void;
  hear(word: PoolWord): void;
}

interface Kept extends PoolStanding {
  policy: PoolPolicy;
  candidates: readonly Candidate[];
  chooser: Chooser;
  retries: RetryBudget;
  hedging: Hedging | undefined;
  panic: boolean;
  /** Of those that are not healthy. */
  states: Map<string, State>;
  /** By endpoint, the address that its judge saw. */
  exits: Map<string, string>;
}

/** One worker's part of what an endpoint may carry: all that it may alone, and at least one. */
const partOf = ({ concurrencyPerEndpoint: most }: PoolPolicy, workers: number): number =>
  most === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(most / workers));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** `random` gives numbers from 0 up to 1; `now` in milliseconds, only differences count. */
export function createStandings(random: () => number, now: () => number): Standings {
  const pools = new Map<string, Kept>();

  const newPool = (policy: PoolPolicy): Kept => ({
    policy,
    candidates: [],
    chooser: createChooser(policy.choose, random),
    retries: createRetryBudget(policy.retry, now),
    hedging: policy.hedge && createHedging(policy.hedge, now),
    panic: false,
    leases: 0,
    states: new Map(),
    exits: new Map(),
  });
  const apply = ({ policy, panic, states }: Kept, candidate: Candidate) =>
    applyState(candidate, states.get(candidate.id) ?? 'healthy', panic, policy.health.breaker.trials);

  return {
    follow(name, endpoints, policy, workers = 1) {
      const pool = pools.get(name) ?? newPool(policy);
      pools.set(name, pool);
      if (pool.policy.choose !== policy.choose) pool.chooser = createChooser(policy.choose, random);
      if (!same(pool.policy.retry, policy.retry)) pool.retries = createRetryBudget(policy.retry, now);
      if (!same(pool.policy.hedge, policy.hedge)) pool.hedging = policy.hedge && createHedging(policy.hedge, now);
      pool.policy = policy;
      const known = new Map(pool.candidates.map((candidate) => [candidate.id, candidate]));
      pool.candidates = endpoints.map(({ id, weight = 1 }) => {
        const candidate = known.get(id) ?? newCandidate(id, hashText(id), weight);
        candidate.weight = weight;
        candidate.mostActive = partOf(policy, workers);
        candidate.exitAddress = pool.exits.get(id);
        apply(pool, candidate);
        return candidate;
      });
      return pool;
    },
    keep(names) {
      const staying = new Set(names);
      for (const name of pools.keys()) if (!staying.has(name)) pools.delete(name);
    },
    hear({ pool: name, panic, whole, states, exits = [] }) {
      const pool = pools.get(name);
      if (!pool) return;
      const all = whole || panic !== pool.panic;
      pool.panic = panic;
      if (whole) pool.states.clear();
      for (const [id, state] of states) {
        if (state === 'healthy') pool.states.delete(id);
        else pool.states.set(id, state);
      }
      if (whole) pool.exits.clear();
      for (const [id, address] of exits) pool.exits.set(id, address);
      if (whole || exits.length > 0)
        for (const candidate of pool.candidates) candidate.exitAddress = pool.exits.get(candidate.id);
      const named = new Set(states.map(([id]) => id));
      for (const candidate of pool.candidates) if (all || named.has(candidate.id)) apply(pool, candidate);
    },
  };
}
