/** The control API, `/api/v1`: the shapes of requests and answers. The same schemas make the OpenAPI document. */
import { z } from 'zod';
import { addressRangeProblem, MOST_RANGES } from './address-range.ts';
import { ENDPOINT_KINDS } from './config/endpoint-url.ts';
import { hostPatternProblem } from './host-pattern.ts';
import { orderSchema, planeReportSchema } from './plane.ts';
import { limitsSchema } from './snapshot.ts';

const quantity = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** RFC 9457 problem document. `type` is `urn:atlantic:error:CODE`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string(),
  recovery: z.string(),
  /** For `validation_failed`: one entry a field. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const credentialNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/,
    'must be 1 to 64 letters, digits, spaces, dots, dashes or underscores, starting with a letter or digit',
  );

/** The account of every credential that names no other. It is always there. */
export const DEFAULT_ACCOUNT = 'default';

export const accountNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    'must be 1 to 63 lower-case letters, digits, dashes or underscores, starting with a letter or digit',
  );

/** A token bucket. `burst` is how many requests may come at once after a pause; left out, those of one second. */
const newRate = z.strictObject({
  /** On average; 0.5 is one every two seconds. */
  perSecond: z.number().min(0.001).max(1_000_000),
  burst: z.int().min(1).max(1_000_000).optional(),
});
/** Requests and tunnels under way at the same moment. */
const newConcurrency = z.int().min(1).max(1_000_000);

/** What a credential, or all credentials of an account together, may do. Null: no limit. */
export const newLimits = {
  quotaBytes: quantity.nullable().default(null),
  quotaRequests: quantity.nullable().default(null),
  rate: newRate.nullable().default(null),
  concurrency: newConcurrency.nullable().default(null),
};
const changedLimits = {
  quotaBytes: quantity.nullable().optional(),
  quotaRequests: quantity.nullable().optional(),
  rate: newRate.nullable().optional(),
  concurrency: newConcurrency.nullable().optional(),
};
const changesSomething = (change: object) => Object.values(change).some((value) => value !== undefined);
/** IP addresses and CIDR ranges; none means from anywhere. */
export const allowFromSchema = z
  .array(
    z.string().superRefine((text, context) => {
      const message = addressRangeProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  )
  .max(MOST_RANGES);

/** Null means no limit. */
const quotaSchema = z.object({ bytes: quantity.nullable(), requests: quantity.nullable() });

export const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  state: z.enum(['active', 'paused', 'exhausted']),
  managed: z.enum(['api', 'file']),
  /** The name of its account. */
  account: z.string(),
  quota: quotaSchema,
  used: z.object({ bytes: quantity, requests: quantity }),
  limits: limitsSchema,
  /** From where it may be used; empty: from anywhere. */
  allowFrom: z.array(z.string()),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
});
export type Credential = z.infer<typeof credentialSchema>;

/** A credential with its secret: in the answer to create and rotate, and never again. */
export const credentialWithSecretSchema = credentialSchema.extend({ secret: z.string() });
export type CredentialWithSecret = z.infer<typeof credentialWithSecretSchema>;

export const credentialCreateSchema = z.strictObject({
  name: credentialNameSchema,
  account: accountNameSchema.default(DEFAULT_ACCOUNT),
  ...newLimits,
  allowFrom: allowFromSchema.default([]),
});
export type CredentialCreate = z.input<typeof credentialCreateSchema>;

export const credentialUpdateSchema = z
  .strictObject({ paused: z.boolean().optional(), ...changedLimits, allowFrom: allowFromSchema.optional() })
  .refine(changesSomething, 'names nothing to change');
export type CredentialUpdate = z.input<typeof credentialUpdateSchema>;

export const credentialListSchema = z.object({ credentials: z.array(credentialSchema) });

const hostPatterns = z.array(
  z.string().superRefine((text, context) => {
    const message = hostPatternProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
);

export const accountSchema = z.object({
  name: z.string(),
  state: z.enum(['active', 'exhausted']),
  managed: z.enum(['api', 'file']),
  /** Of all its credentials together, as are `used` and `limits`. */
  quota: quotaSchema,
  /** Of credentials that are deleted by now too. */
  used: z.object({ bytes: quantity, requests: quantity }),
  limits: limitsSchema,
  /** Never `deny`; and where `only` is not empty, nothing else. */
  targets: z.object({ deny: z.array(z.string()), only: z.array(z.string()) }),
  /** How many credentials it has. */
  credentials: z.number().int(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
});
export type Account = z.infer<typeof accountSchema>;

export const accountCreateSchema = z.strictObject({
  name: accountNameSchema,
  ...newLimits,
  deny: hostPatterns.default([]),
  only: hostPatterns.default([]),
});
export type AccountCreate = z.input<typeof accountCreateSchema>;

export const accountUpdateSchema = z
  .strictObject({ ...changedLimits, deny: hostPatterns.optional(), only: hostPatterns.optional() })
  .refine(changesSomething, 'names nothing to change');
export type AccountUpdate = z.input<typeof accountUpdateSchema>;

export const accountListSchema = z.object({ accounts: z.array(accountSchema) });

export const usageLineSchema = z.object({
  name: z.string(),
  requests: quantity,
  bytesUp: quantity,
  bytesDown: quantity,
  total: quantity,
  outcomes: z.object({ ok: quantity, refused: quantity, failed: quantity, abandoned: quantity }),
  quota: quotaSchema,
});
export const usageSchema = z.object({ credentials: z.array(usageLineSchema) });
export type Usage = z.infer<typeof usageSchema>;

export const poolViewSchema = z.object({
  name: z.string(),
  kind: z.enum(['direct', 'list', 'provider']),
  managed: z.literal('file'),
  /**
   * The first SHOWN_ENDPOINTS addresses without user names and passwords; of a direct pool the local addresses, where it
   * names any.
   */
  endpoints: z.array(z.string()),
  /** How many there are, the imported ones among them. */
  endpointCount: z.number().int(),
  /** How many of them were imported and are not in the file. */
  imported: z.number().int(),
  /** Of the kind `provider`: who it is, and the options it supports. */
  provider: z.object({ name: z.string(), product: z.string(), supports: z.array(z.string()) }).optional(),
  /** How many routes lead here. */
  routes: z.number().int(),
});
/** Endpoints that a pool is shown with; the others are only counted. */
export const SHOWN_ENDPOINTS = 10;
export const poolListSchema = z.object({
  pools: z.array(poolViewSchema),
  /** Pools that the file no longer declares as lists, with the number of endpoints imported into them; none is in use. */
  undeclared: z.array(z.object({ name: z.string(), imported: z.number().int() })),
});
export type PoolList = z.infer<typeof poolListSchema>;

export const endpointImportSchema = z.strictObject({
  /** A list in any of the forms of endpoint-list/read.ts, of at most 4 MiB. */
  text: z.string(),
  /** Of entries that name none. */
  scheme: z.enum(ENDPOINT_KINDS).default('http'),
  /** Remove the imported endpoints of the pool that the list does not name. */
  replace: z.boolean().default(false),
});
export type EndpointImport = z.input<typeof endpointImportSchema>;

/** What became of the entries of a list. */
export const endpointImportReportSchema = z.object({
  added: z.number().int(),
  /** Were in the pool already; where they were imported, they have the list's password now. */
  present: z.number().int(),
  removed: z.number().int(),
  rejected: z.number().int(),
  /** Named by the list more than once. */
  repeated: z.number().int(),
  /** The first rejected ones. The line is that of the list; in JSON that is not a value a line, the entry's position. */
  problems: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
export type EndpointImportReport = z.infer<typeof endpointImportReportSchema>;

export const endpointViewSchema = z.object({
  id: z.string(),
  pool: z.string(),
  /** Without user name and password. */
  address: z.string(),
  kind: z.enum(ENDPOINT_KINDS),
  /** `api`: imported. */
  managed: z.enum(['api', 'file']),
  /** Null: in the file since an unknown time. */
  createdAt: z.string().nullable(),
});
export type EndpointView = z.infer<typeof endpointViewSchema>;

export const MOST_ENDPOINTS_A_PAGE = 1_000;
export const endpointPageSchema = z.object({
  endpoints: z.array(endpointViewSchema),
  /** The `cursor` of the next page; null on the last one. */
  next: z.string().nullable(),
});
export type EndpointPage = z.infer<typeof endpointPageSchema>;

/** How many imported endpoints were removed. */
export const endpointsRemovedSchema = z.object({ removed: z.number().int() });

export const statusSchema = z.object({
  version: z.string(),
  startedAt: z.string(),
  uptimeSeconds: z.number(),
  snapshotVersion: z.number().int(),
  database: z.object({ kind: z.literal('sqlite'), ok: z.boolean() }),
  planes: z.array(
    z.object({
      name: z.string(),
      /** True while the plane follows the snapshot stream. */
      connected: z.boolean(),
      /** Of its state or of usage, whichever was later. */
      lastReportAt: z.string().nullable(),
      /** From its last report; null while control has heard none since it started. */
      snapshotVersion: z.number().int().nullable(),
      workers: z.number().int().nullable(),
      connections: z.number().int().nullable(),
    }),
  ),
  credentials: z.object({ active: z.number().int(), paused: z.number().int(), exhausted: z.number().int() }),
  usage: z.object({ requests: quantity, bytesUp: quantity, bytesDown: quantity }),
});
export type Status = z.infer<typeof statusSchema>;

export const planeNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits or dashes, not starting with a dash');

export const planeSchema = z.object({
  name: planeNameSchema,
  /** `connected`: follows the stream. `away`: may well be serving, but control does not hear of it. */
  state: z.enum(['connected', 'away', 'revoked']),
  /** The plane that runs beside control; it comes and goes with it. */
  local: z.boolean(),
  /** Whether it may still hold grants: they come free when its last report has come, or when they are written off. */
  unsettled: z.boolean(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  /** Of its state or of usage, whichever was later. */
  lastReportAt: z.string().nullable(),
  /** Its last report of state; null while control has heard none since it started. */
  report: planeReportSchema.nullable(),
});
export type Plane = z.infer<typeof planeSchema>;
export const planeListSchema = z.object({ planes: z.array(planeSchema) });
export type PlaneList = z.infer<typeof planeListSchema>;

export const planeCreateSchema = z.strictObject({ name: planeNameSchema });
/** `writeOff`: free what it was granted and has not reported as spent; what it reports from then on is not counted. */
export const planeRevokeSchema = z.strictObject({ writeOff: z.boolean().default(false) });
/** A plane with its token: in the answer to create, and never again. */
export const planeWithTokenSchema = planeSchema.extend({ token: z.string() });
export type PlaneWithToken = z.infer<typeof planeWithTokenSchema>;

/** Seconds that an answer to a command may wait for the plane's acknowledgement. */
export const LONGEST_WAIT_SECONDS = 30;
export const planeCommandCreateSchema = z.strictObject({
  order: orderSchema,
  waitSeconds: z.number().min(0).max(LONGEST_WAIT_SECONDS).default(0),
});
export const planeCommandSchema = z.object({
  number: z.number().int(),
  order: orderSchema,
  createdAt: z.string(),
  /** Null: the plane has not said anything yet; it is told again until it does. */
  acknowledgedAt: z.string().nullable(),
  /** Null until it is acknowledged. */
  obeyed: z.boolean().nullable(),
  detail: z.string().nullable(),
});
export type PlaneCommand = z.infer<typeof planeCommandSchema>;
