/**
 * How supply works: the keys of `supply:` in the configuration, and what control tells supply of them. docs/supply.md explains
 * them together.
 */
import { z } from 'zod';
import { digestSchema } from '../digest.ts';
import { judgeUrlProblem } from '../judge-url.ts';
import { feedSchema } from './feed.ts';
import { ANONYMITIES, CHECK_MODES, SUPPLY_KINDS } from './proxy.ts';

const judgeUrl = z.string().superRefine((text, context) => {
  const message = judgeUrlProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** `atlantic`: the bundled judge. `azenv`: a page that lists the request as lines `NAME = value`. */
export const JUDGE_FORMATS = ['atlantic', 'azenv'] as const;

export const judgeKeys = {
  url: judgeUrl.describe('The page that proxies are asked for, by http.'),
  tlsUrl: judgeUrl.optional().describe('The same judge by https, for the check of TLS through the proxy.'),
  format: z.enum(JUDGE_FORMATS).default('atlantic').describe('What its page looks like.'),
  ca: z.string().min(1).optional().describe('A PEM file of issuers, in place of the public ones, for `tlsUrl`.'),
} as const;
/** `ca` holds the certificates themselves. */
export const judgeSchema = z.object(judgeKeys);
export type JudgeSettings = z.infer<typeof judgeSchema>;

export const checkKeys = {
  mode: z.enum(CHECK_MODES).default('full').describe('`connect` asks no judge: what is alive may still be of no use.'),
  concurrency: z
    .int()
    .min(1)
    .max(20_000)
    .default(4_000)
    .describe('Checks in flight, in all processes together; fewer where the machine cannot hold as many.'),
  processes: z.int().min(0).max(64).default(0).describe('Check processes; 0: as many as the descriptors need.'),
  connectSeconds: z.number().min(0.05).max(120).default(5).describe('For the connection to the proxy.'),
  stageSeconds: z.number().min(0.05).max(120).default(8).describe('For each later stage: a handshake, an answer.'),
  totalSeconds: z.number().min(0.1).max(600).default(20).describe('For one try of a check, all of its stages.'),
  judgeSeconds: z
    .number()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('How long a run waits for a judge to come back when none is up. Then it is withheld.'),
  retries: z.int().min(0).max(5).default(1).describe('More tries after a transient fault, each after a longer pause.'),
  confirm: z.boolean().default(true).describe('Ask a second judge, by a new connection, where there is one.'),
  tls: z.boolean().default(true).describe('Try TLS through the proxy, where a judge has a `tlsUrl`.'),
  tlsConcurrency: z.int().min(1).max(10_000).default(1_000).describe('Of the checks in flight, those inside TLS.'),
  allowPrivate: z.boolean().default(false).describe('Whether proxies at private and special addresses are taken.'),
} as const;
export const checkSettingsSchema = z.object(checkKeys);
export type CheckSettings = z.infer<typeof checkSettingsSchema>;

const share = z.number().min(0).max(1);

export const gateKeys = {
  leastOfPrevious: share
    .default(0.2)
    .describe('A run that finds a smaller share alive than this of the snapshot before is withheld.'),
  leastYield: share.default(0).describe('A run in which a smaller share of the checked is alive is withheld.'),
  maxAgeSeconds: z.int().min(60).max(2_592_000).default(10_800).describe('An older snapshot is said to be stale.'),
} as const;

/** What may be asked of proxies, of a pool as of the API. Absent: anything. */
export const whereKeys = {
  kinds: z.array(z.enum(SUPPLY_KINDS)).min(1).optional().describe('What they speak.'),
  countries: z
    .array(z.string().regex(/^[a-z]{2}$/, 'must be an ISO 3166-1 code of two lower-case letters'))
    .min(1)
    .optional()
    .describe('Where their exits are.'),
  notCountries: z
    .array(z.string().regex(/^[a-z]{2}$/, 'must be an ISO 3166-1 code of two lower-case letters'))
    .min(1)
    .optional()
    .describe('Where their exits are not.'),
  asns: z.array(z.int().min(1).max(4_294_967_295)).min(1).optional().describe('The networks of their exits.'),
  anonymity: z.enum(ANONYMITIES).optional().describe('At least so: `elite` is also anonymous.'),
  tls: z.boolean().optional().describe('True: TLS came through.'),
  confirmed: z.boolean().optional().describe('True: a second judge was reached.'),
  maxLatencyMs: z.number().min(1).optional().describe('Of the median of its last checks.'),
  minUptime: share.optional().describe('From 0 to 1.'),
  feeds: z.array(z.string()).min(1).optional().describe('Names of feeds, one of which lists it.'),
} as const;
export const whereSchema = z.object(whereKeys);
export type Where = z.infer<typeof whereSchema>;

/** Endpoints that a pool takes from supply, at the most. */
export const MOST_OFFERED = 10_000;

/** A pool that supply fills: the best `max` of those that are as `where` says. */
export const supplyPoolSchema = z.object({
  name: z.string(),
  where: whereSchema,
  max: z.int().min(1).max(MOST_OFFERED),
});
export type SupplyPool = z.infer<typeof supplyPoolSchema>;

export const rateKeys = {
  perSecond: z.number().min(0.1).max(100_000).default(100).describe('Requests a second, of one key or one address.'),
  burst: z.int().min(1).max(1_000_000).default(200).describe('Requests at once, after a pause.'),
} as const;

/** The part of the snapshot that supply follows. Secrets are looked up; paths are absolute. */
export const supplySettingsSchema = z.object({
  listen: z.string(),
  /** Who may read: SHA-256 of keys, hexadecimal. `operator` may also order. */
  keys: z.array(z.object({ name: z.string(), hash: digestSchema, role: z.enum(['reader', 'operator']) })),
  rate: z.object(rateKeys),
  everySeconds: z.number(),
  recheckSeconds: z.number(),
  keepDeadSeconds: z.number(),
  feeds: z.array(feedSchema),
  judges: z.array(judgeSchema),
  /** The bundled judge, where supply runs one itself. */
  judge: z
    .object({
      listen: z.string(),
      tlsListen: z.string().optional(),
      tls: z.object({ certificate: z.string(), key: z.string() }).optional(),
    })
    .optional(),
  check: checkSettingsSchema,
  gates: z.object(gateKeys),
  /** `file:`, `sqlite:PATH`, `postgres://…` or `redis://…`. It may hold a password. */
  store: z.string(),
  geo: z.object({ country: z.string().optional(), asn: z.string().optional() }),
  pools: z.array(supplyPoolSchema),
});
export type SupplySettings = z.infer<typeof supplySettingsSchema>;
