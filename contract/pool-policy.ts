/**
 * The policy of a pool: how one of its endpoints is chosen, what takes an endpoint out of use and brings it back, how
 * often a request is tried again, and how long sessions keep their exit. Every key has a default; docs/pools.md explains
 * them together.
 */
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** How an endpoint is chosen among those that are fit. */
export const CHOICES = [
  'power-of-two',
  'round-robin',
  'least-sessions',
  'random',
  'rendezvous',
  'longest-unused',
] as const;

const breakerSchema = z
  .strictObject({
    /** Faults of the endpoint in a row that eject it. */
    consecutiveFaults: z.int().min(1).max(1000).default(5),
    /** Different targets in a row that it could not reach, whoever was to blame, before it counts as dead. */
    unansweredTargets: z.int().min(2).max(16).default(3),
    /** Failed checks in a row that eject an endpoint. */
    failedChecks: z.int().min(1).max(100).default(2),
    /** How long the first ejection lasts. */
    baseSeconds: z.number().min(0.1).max(3600).default(10),
    /** Each ejection after a failed trial lasts so many times as long as the one before. */
    factor: z.number().min(1).max(10).default(2),
    /** No ejection lasts longer. */
    maxSeconds: z.number().min(0.1).max(86_400).default(600),
    /** The part of an ejection that chance may take off, so that endpoints do not come back all at once. */
    jitter: share.default(0.2),
    /** After so long in use without an ejection, the next one is a step shorter. */
    forgiveSeconds: z.number().min(1).max(86_400).default(120),
    /** Leases at a time on an endpoint that is tried again. */
    trials: z.int().min(1).max(100).default(1),
    /** Successes in a row that end a trial. */
    successes: z.int().min(1).max(100).default(3),
    /** Whether an endpoint that is new must pass a trial before it is used like the others. */
    probation: z.boolean().default(false),
  })
  .prefault({});

const outlierSchema = z
  .strictObject({
    /** How long the window is over which endpoints are compared. Judged are the current and the one before. */
    windowSeconds: z.number().min(1).max(3600).default(30),
    /** Requests in the windows below which an endpoint is not judged. */
    minRequests: z.int().min(1).max(100_000).default(20),
    /** Judged endpoints below which they are not compared with each other. */
    minEndpoints: z.int().min(2).max(1000).default(5),
    /** How many standard deviations below the mean a success rate may be. */
    deviations: z.number().min(0.5).max(10).default(1.9),
    /** A success rate is never an outlier when it is less than this below the mean. */
    minRateGap: share.default(0.1),
    /** Failed requests, as a share, that eject an endpoint whatever the others do. */
    failureShare: z.number().min(0.01).max(1).default(0.85),
    /** How many times the pool's median latency an endpoint's own median may be. */
    latencyFactor: z.number().min(1.1).max(1000).default(4),
    /** A median is never an outlier when it is less than this above the pool's. */
    minLatencyGapMs: z.number().min(0).max(60_000).default(500),
  })
  .prefault({});

export const poolPolicySchema = z.strictObject({
  choose: z.enum(CHOICES).default('power-of-two'),
  health: z
    .strictObject({
      breaker: breakerSchema,
      outlier: outlierSchema,
      /** The share of the pool that may be ejected at a time; at least one endpoint, and never the only one. */
      maxEjectedShare: share.default(0.9),
      /** When a smaller share than this is fit, health is ignored: all are used but those taken out by hand. */
      panicBelow: share.default(0.15),
    })
    .prefault({}),
  retry: z
    .strictObject({
      /** Endpoints tried for one request, the first included. */
      attempts: z.int().min(1).max(10).default(3),
      /** Retries under way at a time, as a share of the requests under way. */
      share: share.default(0.2),
      /** Retries that may begin each second whatever that share is. */
      floorPerSecond: z.number().min(0).max(10_000).default(10),
    })
    .prefault({}),
  sessions: z
    .strictObject({
      /** `fixed`: the lifetime runs out at its hour. `sliding`: each use begins it anew. */
      lifetime: z.enum(['fixed', 'sliding']).default('fixed'),
      /** For sessions that name no lifetime themselves. Null: as long as the exit is there. */
      lifetimeMinutes: z.number().min(1).max(10_080).nullable().default(null),
      /** A session unused for so long begins anew, whatever its lifetime. Null: never. */
      idleSeconds: z.number().min(1).max(604_800).nullable().default(null),
      /** Sessions remembered at most: those that moved, and those whose life depends on their use. */
      most: z.int().min(1).max(10_000_000).default(100_000),
    })
    .prefault({}),
});

export type PoolPolicy = z.output<typeof poolPolicySchema>;
