/**
 * `/v1` of supply's own listener: what control passes on under `/api/v1/supply`. All of it wants an operator's key. Times are
 * milliseconds since 1970. No answer holds a password of a proxy or the value of a feed's header.
 */
import { z } from 'zod';
import { feedReportSchema, feedSchema, feedStateSchema } from './feed.ts';
import { provenSchema, supplyAddressSchema, supplyProxySchema } from './proxy.ts';
import { MOST_RUNS, runReportSchema } from './run.ts';

export const SUPPLY_API_PATHS = {
  /** GET -> supplyStatus of run.ts. */
  status: '/v1/status',
  /** GET ?most=N -> runs. POST runStart -> 202 runStarted. */
  runs: '/v1/runs',
  /** DELETE -> runAborted. */
  currentRun: '/v1/runs/current',
  /** GET ?limit=N&cursor=…, and the filters of /get-proxy -> proxyPage. With /KEY, percent-encoded: -> history. */
  proxies: '/v1/proxies',
  /** GET -> feedViews. */
  feeds: '/v1/feeds',
  /** POST feed of feed.ts -> feedTest. */
  feedTest: '/v1/feeds/test',
} as const;

/** Proxies in one answer of `/get-proxy`, unless `all=1`. */
export const MOST_PROXIES = 10_000;
/** Proxies on one page of `/v1/proxies`. */
export const MOST_PROXIES_A_PAGE = 1_000;

const count = z.number().int().min(0);
const key = z.string().describe('`KIND://[USER@]HOST:PORT`: tells proxies apart, whatever their password.');

/** A proxy of the snapshot. */
export const proxyViewSchema = supplyProxySchema.omit({ password: true }).extend({ key });
export type ProxyView = z.infer<typeof proxyViewSchema>;

export const proxyPageSchema = z.object({
  version: z.int().describe('Of the snapshot.'),
  publishedAt: z.number(),
  total: count.describe('That match, on all pages.'),
  proxies: z.array(proxyViewSchema),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
});
export type ProxyPage = z.infer<typeof proxyPageSchema>;

/** What is remembered of a proxy that has ever been alive. */
export const historyViewSchema = z.object({
  key,
  ...supplyAddressSchema.omit({ password: true }).shape,
  alive: z.boolean(),
  feeds: z.array(z.string()),
  proven: provenSchema.describe('Of the last check that went well.'),
  firstSeen: z.number(),
  lastAlive: z.number(),
  checkedAt: z.number(),
  provenAt: z.number(),
  uptime: z.number().min(0).max(1),
  successRate: z.number().min(0).max(1),
  latenciesMs: z.array(z.number()).describe('Of the last checks that went well, the newest last.'),
  reasons: z.partialRecord(z.string(), count).describe('Failures by code, of checks and of traffic.'),
});
export type HistoryView = z.infer<typeof historyViewSchema>;

export const runsSchema = z.object({ runs: z.array(runReportSchema).max(MOST_RUNS).describe('The newest first.') });

export const runStartSchema = z.strictObject({
  force: z.boolean().default(false).describe('Publish what is found alive even where a gate would withhold it.'),
});
export const runStartedSchema = z.object({
  run: z.string(),
  already: z.boolean().describe('It was under way before.'),
});
export type RunStarted = z.infer<typeof runStartedSchema>;
export const runAbortedSchema = z.object({ aborted: z.boolean().describe('False: none was under way.') });

/** A feed without its secrets. */
export const feedViewSchema = feedSchema
  .omit({ headers: true, list: true })
  .extend({
    headers: z.array(z.string()).describe('Their names.'),
    listed: count.describe('Proxies that its definition names itself.'),
  })
  .extend(feedStateSchema.shape);
export type FeedView = z.infer<typeof feedViewSchema>;
export const feedViewsSchema = z.object({ feeds: z.array(feedViewSchema) });

export const feedTestSchema = z.object({
  report: feedReportSchema,
  sample: z.array(z.string()).max(20).describe('Proxies that it named first, as `KIND://HOST:PORT`.'),
});
export type FeedTest = z.infer<typeof feedTestSchema>;

/** What became of a request through a proxy, as a client of the API tells it. */
export const feedbackSchema = z.strictObject({
  proxy: z.string().min(1).max(1_024).describe('As the API wrote it, or `HOST:PORT`.'),
  ok: z.boolean(),
});
export type Feedback = z.infer<typeof feedbackSchema>;
