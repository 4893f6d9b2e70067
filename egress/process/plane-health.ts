/**
 * The health of every pool of this plane, kept by the primary for all its workers: it hears what became of leases, decides,
 * tells the workers, and keeps it on disk.
 */
import { type PoolPolicy, policyFor } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { EndpointHealth, State } from '@atlantic/kernel/pool/endpoint-state.ts';
import { hashText } from '@atlantic/kernel/pool/hash.ts';
import { createPoolHealth, type HealthChange, type Outcome, type PoolHealth } from '@atlantic/kernel/pool/health.ts';
import { createHealthWriter, readHealthFile } from '@atlantic/kernel/pool/health-file.ts';
import type { PoolWord } from '@atlantic/kernel/pool/standings.ts';
import type { EndpointOutcome } from './messages.ts';
import { trialWorker } from './trials.ts';

const SAVE_EVERY_MS = 2_000;

export interface PlaneHealthOptions {
  file: string;
  log: Logger;
  /** Milliseconds since 1970, from a clock that only goes forwards. */
  now: () => number;
  /** Numbers from 0 up to 1. */
  random: () => number;
  /** Ids of the workers that live. */
  workers: () => readonly number[];
  tell: (worker: number, word: PoolWord) => void;
}

/** How a pool is, as the plane reports it. */
export interface PoolCondition {
  name: string;
  panicSince: number | undefined;
  endpoints: EndpointHealth[];
  /** Since when it is doubted that the judge answers anybody. */
  judgeSuspectSince: number | undefined;
  /** By endpoint, the address that its judge saw last. */
  exits: ReadonlyMap<string, string>;
}

/** What a probe says of a pool. */
export interface ProbeNote {
  /** The one that was probed. */
  endpoint: string;
  /** Of it and of others, whose failures can be told apart only now. */
  outcomes: readonly (readonly [endpoint: string, outcome: Outcome])[];
  exitAddress: string | undefined;
  judgeSuspectSince: number | undefined;
}

export interface PlaneHealth {
  /** The pools of a new snapshot. The direct way is nobody's endpoint and has no health. */
  follow(pools: readonly SnapshotPool[]): void;
  onOutcomes(worker: number, outcomes: readonly EndpointOutcome[]): void;
  onProbe(pool: string, note: ProbeNote): void;
  stateOf(pool: string, endpoint: string): State | undefined;
  /** Everything, for a worker that starts or has a new snapshot. */
  words(worker: number): PoolWord[];
  /** To be called once a second. */
  tick(): void;
  save(): void;
  conditions(): PoolCondition[];
}

interface Kept {
  health: PoolHealth;
  policy: PoolPolicy['health'];
  /** By endpoint on trial, the worker that tries it. */
  trials: Map<string, number | undefined>;
  exits: Map<string, string>;
  judgeSuspectSince: number | undefined;
}

export function createPlaneHealth(options: PlaneHealthOptions): PlaneHealth {
  const { file, log, now, random, workers, tell } = options;
  const pools = new Map<string, Kept>();
  /** From the file, until their pools appear. */
  const saved = readHealthFile(file, log);
  const writer = createHealthWriter(file, log);
  let savedAt = 0;

  const electFor = (pool: string, id: string) => trialWorker(workers(), hashText(`${pool} ${id}`), now());
  /** One worker tries; to the others the endpoint is still out of use. */
  const stateFor = ({ trials }: Kept, worker: number, id: string, state: State): State =>
    state === 'trial' && trials.get(id) !== worker ? 'ejected' : state;

  const wordFor = (name: string, kept: Kept, worker: number, states: PoolWord['states'], whole: boolean): PoolWord => ({
    pool: name,
    panic: kept.health.panicSince() !== undefined,
    whole,
    states: states.map(([id, state]) => [id, stateFor(kept, worker, id, state)]),
  });
  const tellAll = (name: string, kept: Kept, states: PoolWord['states']) => {
    for (const worker of workers()) tell(worker, wordFor(name, kept, worker, states, false));
  };
  const allStates = ({ health }: Kept): [string, State][] =>
    health.states().flatMap(({ id, state }) => (state === 'healthy' ? [] : [[id, state] as [string, State]]));

  const onChange = (name: string, change: HealthChange) => {
    const kept = pools.get(name);
    if (!kept) return;
    if (change.kind === 'endpoint') {
      const { id, state } = change;
      if (state === 'trial') kept.trials.set(id, electFor(name, id));
      else kept.trials.delete(id);
      tellAll(name, kept, [[id, state]]);
      return;
    }
    if (change.kind === 'panic') log.warn('so little of a pool is fit that health is ignored', { pool: name });
    else log.info('a pool is fit again', { pool: name });
    tellAll(name, kept, []);
  };

  const open = (name: string, policy: PoolPolicy['health'], former: Kept | undefined): Kept => {
    const health = createPoolHealth(policy, random, (change) => onChange(name, change));
    const known = former ? former.health.export() : saved.get(name);
    if (known) health.restore(known);
    saved.delete(name);
    // Nobody looks after addresses that nobody asks for any more.
    const exits = policy.probe.url === undefined ? new Map() : (former?.exits ?? new Map());
    const kept = { health, policy, trials: new Map(), exits, judgeSuspectSince: undefined };
    pools.set(name, kept);
    return kept;
  };
  const save = () => {
    writer.write(new Map([...saved, ...[...pools].map(([name, { health }]) => [name, health.export()] as const)]));
    savedAt = now();
  };

  return {
    follow(list) {
      const tracked = list.filter(({ kind }) => kind !== 'direct');
      const staying = new Set(tracked.map(({ name }) => name));
      for (const name of pools.keys()) if (!staying.has(name)) pools.delete(name);
      for (const { name, kind, policy = policyFor(kind), endpoints } of tracked) {
        const former = pools.get(name);
        const changed = !former || JSON.stringify(former.policy) !== JSON.stringify(policy.health);
        const { health } = changed ? open(name, policy.health, former) : former;
        health.follow(endpoints, now());
        const present = new Set(endpoints.map(({ id }) => id));
        const exits = pools.get(name)?.exits ?? new Map<string, string>();
        for (const id of exits.keys()) if (!present.has(id)) exits.delete(id);
      }
    },
    onOutcomes(worker, outcomes) {
      const at = now();
      for (const { pool, endpoint, outcome } of outcomes) {
        const kept = pools.get(pool);
        if (!kept) continue;
        kept.health.record(endpoint, outcome, at);
        // The worker may let it rest on its own account: it hears what holds.
        const state = outcome.result === 'fault' ? kept.health.stateOf(endpoint) : undefined;
        if (state) tell(worker, wordFor(pool, kept, worker, [[endpoint, state]], false));
      }
    },
    onProbe(pool, { endpoint, outcomes, exitAddress, judgeSuspectSince }) {
      const kept = pools.get(pool);
      if (!kept) return;
      if (exitAddress !== undefined && kept.exits.get(endpoint) !== exitAddress) {
        kept.exits.set(endpoint, exitAddress);
        for (const worker of workers())
          tell(worker, { ...wordFor(pool, kept, worker, [], false), exits: [[endpoint, exitAddress]] });
      }
      if (judgeSuspectSince !== kept.judgeSuspectSince) {
        kept.judgeSuspectSince = judgeSuspectSince;
        if (judgeSuspectSince !== undefined)
          log.warn('the judge of a pool answers nobody: its probes eject nobody', { pool });
        else log.info('the judge of a pool answers again', { pool });
      }
      for (const [id, outcome] of outcomes) kept.health.record(id, outcome, now());
    },
    stateOf: (pool, endpoint) => pools.get(pool)?.health.stateOf(endpoint),
    words: (worker) =>
      [...pools].map(([name, kept]) => ({
        ...wordFor(name, kept, worker, allStates(kept), true),
        ...(kept.exits.size > 0 && { exits: [...kept.exits] }),
      })),
    tick() {
      for (const [name, kept] of pools) {
        kept.health.tick(now());
        for (const [id, worker] of kept.trials) {
          const next = electFor(name, id);
          if (next === worker) continue;
          kept.trials.set(id, next);
          tellAll(name, kept, [[id, 'trial']]);
        }
      }
      if (now() - savedAt >= SAVE_EVERY_MS) save();
    },
    save,
    conditions: () =>
      [...pools].map(([name, { health, exits, judgeSuspectSince }]) => ({
        name,
        panicSince: health.panicSince(),
        endpoints: health.states(),
        judgeSuspectSince,
        exits,
      })),
  };
}
