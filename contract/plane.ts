/**
 * What a plane and control say to each other: usage, grants and reports go up, recalls and commands come down. Paths are
 * under `/plane/v1`, authorised by a plane token (`Authorization: Bearer`).
 *
 * Usage and grants are *cumulative*: a message states totals since its epoch began, never increments. Repeating, losing or
 * reordering a message therefore changes nothing, and no sequence numbers or receipts have to survive a crash
 * (docs/decisions/0001-cumulative-counters.md). An *epoch* is one life of a plane's primary process.
 */
import { z } from 'zod';
import { banSchema, MOST_BANS_ORDERED, MOST_BANS_REPORTED } from './ban.ts';
import { overloadReportSchema } from './overload.ts';
import { sessionChangesSchema, sessionOrders } from './plane-session.ts';
import { LOG_LEVELS } from './process.ts';

export const PLANE_PATHS = {
  /** GET: the current manifest, with an ETag. */
  manifest: '/plane/v1/manifest',
  /** GET `/plane/v1/parts/DIGEST`: one part as JSON. */
  parts: '/plane/v1/parts',
  /** GET: server-sent events `manifest`, `recall` and `command`. */
  stream: '/plane/v1/stream',
  /** POST usageReport -> usageReceipt. */
  usage: '/plane/v1/usage',
  /** POST grantRequest -> grantReply. */
  grants: '/plane/v1/grants',
  /** POST adopted -> 204. */
  adopted: '/plane/v1/adopted',
  /** POST planeReport -> 204. */
  report: '/plane/v1/report',
  /** POST acknowledgement -> 204. */
  acknowledge: '/plane/v1/commands/ack',
} as const;

export const epochSchema = z.string().regex(/^[0-9a-z]{8,40}$/);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** How the client reached the gateway, as usage is counted. */
export const usageProtocolSchema = z.enum(['http', 'connect', 'socks5']);
export type UsageProtocol = z.infer<typeof usageProtocolSchema>;

export const usageKeySchema = z.object({
  /** A credential's id, or the empty string for traffic that proved no credential. */
  credential: z.string(),
  /** A pool's name, or the empty string for requests refused before they were admitted; those are not billed. */
  pool: z.string(),
  protocol: usageProtocolSchema,
  /** ISO 3166-1 alpha-2 of the exit, or the empty string where it is not known. */
  country: z.string(),
});
export type UsageKey = z.infer<typeof usageKeySchema>;

export const countersSchema = z.object({
  bytesUp: count,
  bytesDown: count,
  /** Requests admitted against the quota. */
  admitted: count,
  ok: count,
  refused: count,
  failed: count,
  abandoned: count,
});
export type Counters = z.infer<typeof countersSchema>;
export const COUNTER_NAMES = Object.keys(countersSchema.shape) as (keyof Counters)[];

/** Totals of one slot of one worker's ledger since that ledger was opened. */
export const usageSlotSchema = z.object({
  ledger: z.string().regex(/^[0-9a-z-]{1,40}$/),
  slot: z.number().int().min(0),
  key: usageKeySchema,
  counters: countersSchema,
});
export type UsageSlot = z.infer<typeof usageSlotSchema>;

export const usageReportSchema = z.object({
  epoch: epochSchema,
  slots: z.array(usageSlotSchema).max(5000),
  /** True in the last report of an epoch, when no worker of it is alive: its unspent grants go back to the quota. */
  closed: z.boolean(),
});
export type UsageReport = z.infer<typeof usageReportSchema>;
export const usageReceiptSchema = z.object({ applied: z.literal(true) });

/** Every worker of the plane serves from this version of the snapshot, or a later one. */
export const adoptedSchema = z.object({ version: count });

export const grantAskSchema = z.object({
  credential: z.string(),
  /** What this epoch may spend in all, as the plane last heard it. */
  have: z.object({ bytes: count, requests: count }),
  /** How much more it would like. Zero with a lower `have` gives back what is not needed. */
  more: z.object({ bytes: count, requests: count }),
});
export type GrantAsk = z.infer<typeof grantAskSchema>;

export const grantRequestSchema = z.object({
  epoch: epochSchema,
  /** Grows with each request of an epoch; control ignores one that comes late. */
  sequence: count,
  /** `ask` takes more; `return` lowers the total to `have`. */
  kind: z.enum(['ask', 'return']),
  asks: z.array(grantAskSchema).min(1).max(1000),
});
export type GrantRequest = z.infer<typeof grantRequestSchema>;

export const grantSchema = z.object({
  credential: z.string(),
  /** What this epoch may spend in all from now on. */
  total: z.object({ bytes: count, requests: count }),
  /** `wait`: nothing is free now, but other holders may return some. `exhausted`: the quota is spent. */
  state: z.enum(['granted', 'wait', 'exhausted']),
  /** What of the quota is neither spent nor granted to anybody; null where there is no limit. */
  free: z.object({ bytes: count.nullable(), requests: count.nullable() }),
});
export type Grant = z.infer<typeof grantSchema>;
export const grantReplySchema = z.object({ grants: z.array(grantSchema) });
export type GrantReply = z.infer<typeof grantReplySchema>;

/** Server-sent event `recall`: return what is not needed of these credentials' grants. */
export const recallSchema = z.object({ credentials: z.array(z.string()) });
export type Recall = z.infer<typeof recallSchema>;

/** What one worker does to reach upstreams sooner. Counts are since it began. */
export const upstreamFiguresSchema = z.object({
  /** Names it remembers now, and questions it put. */
  namesKept: count,
  namesAsked: count,
  /** Connections to proxies that stand ready now, or are being opened, and those that were used. */
  sparesReady: count,
  sparesUsed: count,
  /** Second endpoints that were asked beside slow ones, and those that served. */
  hedgesBegun: count,
  hedgesWon: count,
});
export type UpstreamFigures = z.infer<typeof upstreamFiguresSchema>;

/** How one worker is doing. */
export const workerFiguresSchema = z.object({
  pid: count,
  /** Client connections open now. */
  connections: count,
  residentBytes: count,
  /** The 99th percentile of how late its timers were, in milliseconds, since the figures before. */
  loopDelayMs: z.number().min(0),
  upstream: upstreamFiguresSchema.optional(),
});
export type WorkerFigures = z.infer<typeof workerFiguresSchema>;

/** What an endpoint was ejected for; docs/pools.md has the words. */
export const criterionSchema = z.enum(['consecutive-faults', 'unanswered', 'failure-share', 'success-rate', 'latency']);

/** How a plane finds one endpoint. Times in milliseconds since 1970. */
export const endpointReportSchema = z.object({
  pool: z.string().max(64),
  /** Its id; never an address of a client or a target. */
  endpoint: z.string().max(128),
  state: z.enum(['healthy', 'ejected', 'trial']),
  why: criterionSchema.optional(),
  /** Of the last failure that counted, while it is not healthy. */
  code: z.string().max(64).optional(),
  since: z.number(),
  /** When an ejection ends. */
  until: z.number().optional(),
  /** Of the last one to two windows; shares from 0 to 1. */
  requests: count,
  successRate: z.number().optional(),
  latencyP50Ms: z.number().optional(),
  latencyP95Ms: z.number().optional(),
  /** It should be ejected, but too many are. */
  heldBack: z.boolean(),
  /** The address that the judge of its pool saw last; absent: nobody has probed it, or the judge tells none. */
  exitAddress: z.string().max(64).optional(),
  /** What came of its requests since the epoch began; faults are its own. Absent in reports of older planes. */
  totals: z.object({ ok: count, faults: count }).optional(),
});
export type EndpointReport = z.infer<typeof endpointReportSchema>;

/** How a plane finds a pool, in numbers of endpoints. */
export const poolReportSchema = z.object({
  pool: z.string().max(64),
  healthy: count,
  ejected: count,
  trial: count,
  /** Since when health is ignored, because too little is fit; milliseconds since 1970. */
  panicSince: z.number().optional(),
  /** Since when its judge answers none of those that it answered before, so that its probes eject nobody. */
  judgeSuspectSince: z.number().optional(),
});
export type PoolReport = z.infer<typeof poolReportSchema>;

/** Endpoints in one report; those that changed and those that are not well come first, the others in turn. */
export const MOST_ENDPOINTS_REPORTED = 200;
/** Pools in one report. */
export const MOST_POOLS_REPORTED = 256;

/** The state of a plane, as it is now; each report replaces the one before. No client and no target is in it. */
export const planeReportSchema = z.object({
  epoch: epochSchema,
  version: z.string().max(64),
  uptimeSeconds: z.number().min(0),
  /** Null before there was any snapshot to serve from. */
  snapshotVersion: count.nullable(),
  logLevel: z.enum(LOG_LEVELS),
  draining: z.boolean(),
  /** Addresses really bound. */
  listeners: z.array(z.string().max(300)).max(64),
  /** Listeners of the snapshot that cannot be opened here, with the system's code; those that were to go stay meanwhile. */
  failedListeners: z
    .array(z.object({ listener: z.string().max(300), error: z.string().max(64) }))
    .max(64)
    .optional(),
  workers: z.array(workerFiguresSchema).max(512),
  /** Absent in reports of planes that know no health. */
  pools: z.array(poolReportSchema).max(MOST_POOLS_REPORTED).optional(),
  /** How it bears its load; absent in reports of planes that do not watch it. */
  overload: overloadReportSchema.optional(),
  /** Only a part: what is not here is as it was reported before. */
  endpoints: z.array(endpointReportSchema).max(MOST_ENDPOINTS_REPORTED).optional(),
  /** Only those that changed. */
  sessions: sessionChangesSchema.optional(),
  /** Those in force, as many as a report holds. Absent in reports of planes that know none. */
  bans: z.array(banSchema).max(MOST_BANS_REPORTED).optional(),
  /** Of the kind `supply`: where its own API really is, as control reaches it. */
  supply: z.object({ listener: z.url().max(300) }).optional(),
});
export type PlaneReport = z.infer<typeof planeReportSchema>;

/** What one probe of an endpoint came to. */
export const probeResultSchema = z.object({
  reached: z.boolean().describe('Whether the judge answered as expected.'),
  milliseconds: z.number().min(0).describe('From the dial to the end of the answer, or until it failed.'),
  exitAddress: z.string().max(64).optional().describe('The address that the judge saw, where it tells one.'),
  code: z.string().max(64).optional().describe('Of the error.'),
  detail: z.string().max(200).optional().describe('What the code alone cannot say.'),
  fault: z
    .enum(['endpoint', 'judge', 'either', 'gateway'])
    .optional()
    .describe('Whose failure it was; `either`: behind the endpoint, its own or the judge’s.'),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** What an operator may order a plane to do by itself. */
export const operatorOrderSchema = z.discriminatedUnion('kind', [
  /** Take nothing new, finish what is open, and end. */
  z.object({ kind: z.literal('drain') }),
  /** For the primary and every worker, until the plane is started again. */
  z.object({ kind: z.literal('log-level'), level: z.enum(LOG_LEVELS) }),
  /** Replace every worker by a new one, with no moment without listeners. */
  z.object({ kind: z.literal('restart-workers') }),
  /** Ask a judge through an endpoint, once and now; the acknowledgement says what came of it. */
  z.object({
    kind: z.literal('probe'),
    pool: z.string().max(64),
    endpoint: z.string().max(128),
    url: z.string().max(2_048),
    timeoutSeconds: z.number().min(0.1).max(60),
    expectStatus: z.number().int().min(200).max(599),
  }),
  ...sessionOrders,
]);
export type OperatorOrder = z.infer<typeof operatorOrderSchema>;

/** Those beyond come from features of control. Orders that name sites are never in its database. */
export const orderSchema = z.discriminatedUnion('kind', [
  ...operatorOrderSchema.options,
  /** Bans that begin, and ids of bans that end. */
  z.object({
    kind: z.literal('bans'),
    add: z.array(banSchema).max(MOST_BANS_ORDERED),
    remove: z.array(z.string().max(64)).max(MOST_BANS_ORDERED),
  }),
]);
export type Order = z.infer<typeof orderSchema>;

/**
 * Server-sent event `command`. It comes again on each new stream until it is acknowledged, so a plane knows by `number`
 * what it has obeyed. A control that is newer may order what this plane does not know.
 */
export const commandSchema = z.object({ number: count, order: z.looseObject({ kind: z.string() }) });
export type Command = z.infer<typeof commandSchema>;

export const acknowledgementSchema = z.object({
  number: count,
  /** False: the plane could not obey; `detail` says why. */
  obeyed: z.boolean(),
  detail: z.string().max(200).optional(),
  /** Of a probe. */
  probe: probeResultSchema.optional(),
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
