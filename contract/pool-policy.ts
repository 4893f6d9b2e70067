/**
 * The policy of a pool: how one of its endpoints is chosen, what takes an endpoint out of use and brings it back, and how
 * often a request is tried again. Every key has a default; docs/pools.md explains them together.
 */
import { z } from 'zod';
import { judgeUrlProblem } from './judge-url.ts';

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

const breaker = {
  consecutiveFaults: z.int().min(1).max(1000).default(5).describe('Faults of the endpoint in a row that eject it.'),
  unansweredTargets: z
    .int()
    .min(2)
    .max(16)
    .default(3)
    .describe('Different targets in a row that it did not reach, whoever was to blame, before it counts as dead.'),
  baseSeconds: z.number().min(0.1).max(3600).default(10).describe('How long the first ejection lasts.'),
  factor: z
    .number()
    .min(1)
    .max(10)
    .default(2)
    .describe('An ejection after a failed trial lasts so many times as long as the one before.'),
  maxSeconds: z.number().min(0.1).max(86_400).default(600).describe('No ejection lasts longer.'),
  jitter: share
    .default(0.2)
    .describe('The part of an ejection that chance may take off, so that endpoints do not come back all at once.'),
  forgiveSeconds: z
    .number()
    .min(1)
    .max(86_400)
    .default(120)
    .describe('After so long in use without an ejection, the next one is a step shorter.'),
  trials: z.int().min(1).max(100).default(1).describe('Leases at a time on an endpoint that is tried again.'),
  successes: z.int().min(1).max(100).default(3).describe('Successes in a row that end a trial.'),
  probation: z
    .boolean()
    .default(false)
    .describe('Whether a new endpoint must pass a trial before it is used like the others.'),
};

const outlier = {
  windowSeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(30)
    .describe('The window over which endpoints are compared; judged are the current and the one before.'),
  minRequests: z
    .int()
    .min(1)
    .max(100_000)
    .default(20)
    .describe('Requests in the windows below which an endpoint is not judged.'),
  minEndpoints: z
    .int()
    .min(2)
    .max(1000)
    .default(5)
    .describe('Judged endpoints below which they are not compared with each other.'),
  deviations: z
    .number()
    .min(0.5)
    .max(10)
    .default(1.9)
    .describe('How many standard deviations below the mean a success rate may be.'),
  minRateGap: share.default(0.1).describe('A success rate is no outlier when it is less than this below the mean.'),
  failureShare: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.85)
    .describe('Failed requests, as a share, that eject an endpoint whatever the others do.'),
  latencyFactor: z
    .number()
    .min(1.1)
    .max(1000)
    .default(4)
    .describe('How many times the pool’s median latency an endpoint’s own may be.'),
  minLatencyGapMs: z
    .number()
    .min(0)
    .max(60_000)
    .default(500)
    .describe('A median is no outlier when it is less than this above the pool’s.'),
};

const probe = {
  url: z
    .string()
    .superRefine((text, context) => {
      const message = judgeUrlProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('The judge: the page that each endpoint is asked for; without it nothing is probed.'),
  everySeconds: z.number().min(1).max(86_400).default(60).describe('How often each endpoint is probed.'),
  jitter: share.default(0.2).describe('The part of that time that chance may take off.'),
  timeoutSeconds: z.number().min(0.1).max(60).default(10).describe('How long a probe may take, its answer included.'),
  expectStatus: z.int().min(200).max(599).default(200).describe('The status of a good answer.'),
};

const ejections = {
  maxEjectedShare: share
    .default(0.9)
    .describe('The share of the pool that may be ejected at a time; at least one endpoint, and never the only one.'),
  panicBelow: share
    .default(0.15)
    .describe('When a smaller share than this is fit, health is ignored and all endpoints are used.'),
};

const retry = {
  attempts: z.int().min(1).max(10).default(3).describe('Endpoints tried for one request, the first included.'),
  share: share.default(0.2).describe('Retries under way at a time, as a share of the requests under way.'),
  floorPerSecond: z
    .number()
    .min(0)
    .max(10_000)
    .default(10)
    .describe('Retries that may begin each second whatever that share is.'),
};

const spares = {
  max: z
    .int()
    .min(0)
    .max(64)
    .default(0)
    .describe('Connections that each worker holds ready to one endpoint, at the most; 0: none.'),
  ageSeconds: z.number().min(1).max(300).default(20).describe('How long one waits to be needed before it is closed.'),
};

const hedge = {
  quantile: z
    .number()
    .min(0.5)
    .max(0.999)
    .default(0.95)
    .describe(
      'A second endpoint is asked when the first takes longer than this share of the pool’s tunnels took lately.',
    ),
  minMs: z.int().min(1).max(10_000).default(50).describe('It is never asked sooner than after so many milliseconds.'),
  share: share
    .default(0.05)
    .describe(
      'Requests that may have a second endpoint at a time, as a share of those under way; and one more each second.',
    ),
};

const concurrencyPerEndpoint = z.int().min(1).max(1_000_000).optional();

/** As a snapshot carries it: every key has a value, and one that a newer control knows does not matter. */
export const poolPolicySchema = z.object({
  choose: z.enum(CHOICES).default('power-of-two'),
  health: z
    .object({
      breaker: z.object(breaker).prefault({}),
      outlier: z.object(outlier).prefault({}),
      probe: z.object(probe).prefault({}),
      ...ejections,
    })
    .prefault({}),
  retry: z.object(retry).prefault({}),
  spares: z.object(spares).prefault({}),
  /** Absent: a slow endpoint is waited for. */
  hedge: z.object(hedge).optional(),
  concurrencyPerEndpoint,
});

export type PoolPolicy = z.output<typeof poolPolicySchema>;

/**
 * A whole policy of what is said of a pool. The addresses of a direct pool are taken in turn unless it says otherwise: they
 * are all of one machine, so none is better.
 */
export const policyFor = (
  kind: 'direct' | 'list' | 'provider' | 'supply',
  said: z.input<typeof poolPolicySchema> = {},
): PoolPolicy =>
  poolPolicySchema.parse({ ...said, choose: said.choose ?? (kind === 'direct' ? 'round-robin' : undefined) });

/** As it is configured: a key that is not known is a mistake, and what is left out is as `poolPolicySchema` says. */
export const configuredPolicy = {
  choose: z
    .enum(CHOICES)
    .optional()
    .describe(
      'How an endpoint is [chosen](pools.md#choosing) among those that are fit; where left out `power-of-two`, of a direct pool `round-robin`.',
    ),
  health: z
    .strictObject({
      breaker: z.strictObject(breaker).prefault({}).describe('What an endpoint’s own failures do.'),
      outlier: z.strictObject(outlier).prefault({}).describe('When an endpoint is worse than the others.'),
      probe: z
        .strictObject(probe)
        .prefault({})
        .describe('Endpoints that are [probed](pools.md#probes) without traffic.'),
      ...ejections,
    })
    .optional()
    .describe('What takes an endpoint [out of use, and back](pools.md#out-of-use-and-back).'),
  retry: z.strictObject(retry).optional().describe('How often a request is [tried again](pools.md#trying-again).'),
  spares: z.strictObject(spares).optional().describe('[Connections held ready](pools.md#spares) to its endpoints.'),
  hedge: z
    .strictObject(hedge)
    .optional()
    .describe('Asks a [second endpoint](pools.md#hedging) beside one that is slow; where left out, none.'),
  concurrencyPerEndpoint: concurrencyPerEndpoint.describe(
    'Requests and tunnels that [one endpoint carries](pools.md#no-more-than-an-endpoint-may-carry) at a time; without it, as many as come.',
  ),
};
