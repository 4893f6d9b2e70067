/** Runs of supply: feeds are fetched, proxies are checked, and what is alive is published, or not, and why. */
import { z } from 'zod';
import { feedReportSchema } from './feed.ts';
import { ANONYMITIES, CHECK_MODES, SUPPLY_KINDS } from './proxy.ts';

/** The steps of a check, in their order. */
export const CHECK_STAGES = ['connect', 'handshake', 'judge', 'confirm', 'tls'] as const;
export type CheckStage = (typeof CHECK_STAGES)[number];

/** `full`: feeds and everything known. `recheck`: those that are alive. `suspects`: those that failed in traffic. */
export const RUN_KINDS = ['full', 'recheck', 'suspects'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** Why a run's result was not published, and the last good snapshot was kept. */
export const WITHHELD = [
  'judge-down',
  'yield-collapsed',
  'aborted',
  'no-candidates',
  'no-feeds',
  'store-failed',
] as const;
export type Withheld = (typeof WITHHELD)[number];

/** Reports of runs that are kept. */
export const MOST_RUNS = 500;

const count = z.number().int().min(0);

/** How far the checks of a run are. */
export const progressSchema = z.object({
  /** To be checked in all; grows while feeds are still read. */
  total: count,
  done: count,
  alive: count,
  inFlight: count,
  /** Checks that came to an end in the last seconds, a second. */
  perSecond: z.number().min(0),
  /** Null while it cannot be told. */
  etaSeconds: z.number().min(0).nullable(),
});
export type CheckProgress = z.infer<typeof progressSchema>;

/** What the checks of a run came to. Each proxy is counted once, by its last verdict. */
export const checkSummarySchema = z.object({
  checked: count,
  alive: count,
  dead: count,
  /** Never judged: the run ended before. */
  unjudged: count,
  /** Of those that are checked, how many came through each stage. */
  passed: z.record(z.enum(CHECK_STAGES), count),
  /** Of the dead, by error code. */
  reasons: z.record(z.string(), count),
  kinds: z.partialRecord(z.enum(SUPPLY_KINDS), count),
  anonymities: z.partialRecord(z.enum(ANONYMITIES), count),
  /** Checks that were put back and did not count, because this machine or a judge was at fault. */
  requeued: count,
  /** Second tries after transient faults. */
  retried: count,
  seconds: z.number().min(0),
  mostInFlight: count,
});
export type CheckSummary = z.infer<typeof checkSummarySchema>;

export const runReportSchema = z.object({
  id: z.string(),
  kind: z.enum(RUN_KINDS),
  mode: z.enum(CHECK_MODES),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  feeds: z.array(feedReportSchema),
  progress: progressSchema,
  checks: checkSummarySchema.nullable(),
  /** The version of the snapshot it published; null: none, or not yet. */
  published: z.number().int().nullable(),
  withheld: z.enum(WITHHELD).nullable(),
  /** What that alone cannot say. */
  detail: z.string().max(300).nullable(),
});
export type RunReport = z.infer<typeof runReportSchema>;

/** How supply is doing, as `/stat` and `atlantic supply status` say it. */
export const supplyStatusSchema = z.object({
  snapshot: z
    .object({
      version: z.number().int(),
      publishedAt: z.number(),
      ageSeconds: z.number().min(0),
      /** True when the last run withheld its result, or none has ended for too long. */
      stale: z.boolean(),
      why: z.enum(WITHHELD).or(z.literal('too-old')).nullable(),
      alive: count,
      kinds: z.partialRecord(z.enum(SUPPLY_KINDS), count),
      anonymities: z.partialRecord(z.enum(ANONYMITIES), count),
      countries: z.record(z.string(), count),
    })
    .nullable(),
  judges: z.array(
    z.object({ url: z.string(), up: z.boolean(), latencyMs: z.number().nullable(), code: z.string().nullable() }),
  ),
  running: runReportSchema.nullable(),
  last: runReportSchema.nullable(),
  /** When the next full run begins by itself; milliseconds since 1970. */
  nextRunAt: z.number().nullable(),
  feeds: z.object({ active: count, paused: count, off: count }),
  known: count,
  geo: z.object({ country: z.string().nullable(), asn: z.string().nullable(), attribution: z.string().nullable() }),
});
export type SupplyStatus = z.infer<typeof supplyStatusSchema>;
