/** The control API, `/api/v1`: the shapes of requests and answers. The same schemas make the OpenAPI document. */
import { z } from 'zod';
import { addressRangeProblem, MOST_RANGES } from './address-range.ts';
import { hostPatternProblem } from './host-pattern.ts';
import { presetSchema } from './options/preset.ts';
import { operatorOrderSchema, planeReportSchema, probeResultSchema } from './plane.ts';
import { limitsSchema, PLANE_KINDS } from './snapshot.ts';

const quantity = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** RFC 9457 problem document. */
export const problemSchema = z.object({
  type: z.string().describe('`urn:atlantic:error:CODE`.'),
  title: z.string().describe('What the code means.'),
  status: z.number().int().describe('The HTTP status.'),
  detail: z.string().optional().describe('What the code alone cannot say.'),
  code: z.string().describe('One of [errors.md](errors.md).'),
  recovery: z.string().describe('What to do.'),
  errors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .optional()
    .describe('For `validation_failed`: one entry a field.'),
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

/** A token bucket. */
const newRate = z.strictObject({
  perSecond: z
    .number()
    .min(0.001)
    .max(1_000_000)
    .describe('Requests a second on average; 0.5 is one every two seconds.'),
  burst: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('How many may come at once after a pause; left out, those of one second.'),
});
const newConcurrency = z.int().min(1).max(1_000_000);

const LIMIT_MEANINGS = {
  quotaBytes: 'Bytes in all, both ways.',
  quotaRequests: 'Requests in all.',
  rate: 'Requests a second.',
  concurrency: 'Requests and tunnels under way at the same moment.',
};

/** What a credential, or all credentials of an account together, may do. Null: no limit. */
export const newLimits = {
  quotaBytes: quantity.nullable().default(null).describe(LIMIT_MEANINGS.quotaBytes),
  quotaRequests: quantity.nullable().default(null).describe(LIMIT_MEANINGS.quotaRequests),
  rate: newRate.nullable().default(null).describe(LIMIT_MEANINGS.rate),
  concurrency: newConcurrency.nullable().default(null).describe(LIMIT_MEANINGS.concurrency),
};
const changedLimits = {
  quotaBytes: quantity.nullable().optional().describe(LIMIT_MEANINGS.quotaBytes),
  quotaRequests: quantity.nullable().optional().describe(LIMIT_MEANINGS.quotaRequests),
  rate: newRate.nullable().optional().describe(LIMIT_MEANINGS.rate),
  concurrency: newConcurrency.nullable().optional().describe(LIMIT_MEANINGS.concurrency),
};
const changesSomething = (change: object) => Object.values(change).some((value) => value !== undefined);
const PRESET = '[Options](options.md) by name, asked for in addition to those of clients, who cannot change them.';
const ALLOW_FROM = 'Addresses and CIDR ranges it may be used from; empty: from anywhere.';
/** IP addresses and CIDR ranges; none means from anywhere. */
export const allowFromSchema = z
  .array(
    z.string().superRefine((text, context) => {
      const message = addressRangeProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  )
  .max(MOST_RANGES);

const quotaSchema = z
  .object({ bytes: quantity.nullable(), requests: quantity.nullable() })
  .describe('What may be spent in all; null: no limit.');
const usedSchema = z.object({ bytes: quantity, requests: quantity }).describe('What is spent, both ways.');
const managedSchema = z.enum(['api', 'file']).describe('Who may change it: the API, or only the configuration file.');

export const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string().describe('What clients send, perhaps with [options](options.md) behind it.'),
  state: z.enum(['active', 'paused', 'exhausted']).describe('`exhausted`: its quota, or its account’s, is spent.'),
  managed: managedSchema,
  account: z.string().describe('The name of its account.'),
  quota: quotaSchema,
  used: usedSchema,
  limits: limitsSchema,
  allowFrom: z.array(z.string()).describe('From where it may be used; empty: from anywhere.'),
  options: z.record(z.string(), z.string()).describe('[Options](options.md) it sets for everybody who uses it.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
});
export type Credential = z.infer<typeof credentialSchema>;

/** A credential with its secret: in the answer to create and rotate, and never again. */
export const credentialWithSecretSchema = credentialSchema.extend({ secret: z.string().describe('Shown this once.') });
export type CredentialWithSecret = z.infer<typeof credentialWithSecretSchema>;

export const credentialCreateSchema = z.strictObject({
  name: credentialNameSchema,
  account: accountNameSchema.default(DEFAULT_ACCOUNT).describe('The account it belongs to.'),
  ...newLimits,
  allowFrom: allowFromSchema.default([]).describe(ALLOW_FROM),
  options: presetSchema.default({}).describe(PRESET),
});
export type CredentialCreate = z.input<typeof credentialCreateSchema>;

export const credentialUpdateSchema = z
  .strictObject({
    paused: z.boolean().optional().describe('A paused credential is refused.'),
    ...changedLimits,
    allowFrom: allowFromSchema.optional().describe(ALLOW_FROM),
    options: presetSchema.optional().describe(PRESET),
  })
  .refine(changesSomething, 'names nothing to change');
export type CredentialUpdate = z.input<typeof credentialUpdateSchema>;

export const credentialListSchema = z.object({ credentials: z.array(credentialSchema) });

const DENY = 'Hosts that its credentials may never reach.';
const ONLY = 'Where any are given, its credentials may reach nothing else.';
const PRIORITY =
  'When a plane has [not enough for all](overload.md), the lowest priority is given up first, and the highest never.';
/** From -100 to 100. */
export const prioritySchema = z.int().min(-100).max(100);
const hostPatterns = z.array(
  z.string().superRefine((text, context) => {
    const message = hostPatternProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
);

export const accountSchema = z.object({
  name: z.string(),
  state: z.enum(['active', 'exhausted']),
  managed: managedSchema,
  quota: quotaSchema.describe('Of all its credentials together, as are `used` and `limits`.'),
  used: usedSchema.describe('What is spent, also by credentials that are deleted by now.'),
  limits: limitsSchema,
  targets: z
    .object({ deny: z.array(z.string()), only: z.array(z.string()) })
    .describe('Never `deny`; and where `only` is not empty, nothing else.'),
  priority: prioritySchema.describe(PRIORITY),
  credentials: z.number().int().describe('How many credentials it has.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
});
export type Account = z.infer<typeof accountSchema>;

export const accountCreateSchema = z.strictObject({
  name: accountNameSchema,
  ...newLimits,
  deny: hostPatterns.default([]).describe(DENY),
  only: hostPatterns.default([]).describe(ONLY),
  priority: prioritySchema.default(0).describe(PRIORITY),
});
export type AccountCreate = z.input<typeof accountCreateSchema>;

export const accountUpdateSchema = z
  .strictObject({
    ...changedLimits,
    deny: hostPatterns.optional().describe(DENY),
    only: hostPatterns.optional().describe(ONLY),
    priority: prioritySchema.optional().describe(PRIORITY),
  })
  .refine(changesSomething, 'names nothing to change');
export type AccountUpdate = z.input<typeof accountUpdateSchema>;

export const accountListSchema = z.object({ accounts: z.array(accountSchema) });

export const usageLineSchema = z.object({
  name: z.string(),
  requests: quantity.describe('Admitted against the quota.'),
  bytesUp: quantity.describe('From the clients.'),
  bytesDown: quantity.describe('To the clients.'),
  total: quantity.describe('Both ways, as quotas count.'),
  outcomes: z
    .object({ ok: quantity, refused: quantity, failed: quantity, abandoned: quantity })
    .describe('How requests ended: well, refused, failed at the far side, or abandoned by the client.'),
  quota: quotaSchema,
});
export const usageSchema = z.object({ credentials: z.array(usageLineSchema) });
export type Usage = z.infer<typeof usageSchema>;

export const poolViewSchema = z.object({
  name: z.string(),
  kind: z.enum(['direct', 'list', 'provider', 'supply']),
  managed: z.literal('file'),
  endpoints: z
    .array(z.string())
    .describe(
      'The first addresses, without user names and passwords; of a direct pool the local addresses, where it names any.',
    ),
  endpointCount: z.number().int().describe('How many there are, the imported ones among them.'),
  imported: z.number().int().describe('How many of them were imported and are not in the file.'),
  provider: z
    .object({ name: z.string(), product: z.string(), supports: z.array(z.string()) })
    .optional()
    .describe('Of the kind `provider`: who it is, and the options it supports.'),
  routes: z.number().int().describe('How many routes lead here.'),
});
/** Endpoints that a pool is shown with; the others are only counted. */
export const SHOWN_ENDPOINTS = 10;
export const poolListSchema = z.object({
  pools: z.array(poolViewSchema),
  undeclared: z
    .array(z.object({ name: z.string(), imported: z.number().int() }))
    .describe(
      'Pools that the file no longer declares as lists, with the number of endpoints imported into them; none is in use.',
    ),
});
export type PoolList = z.infer<typeof poolListSchema>;

export const planeNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits or dashes, not starting with a dash');

export const planeSchema = z.object({
  name: planeNameSchema,
  kind: z.enum(PLANE_KINDS).describe('`egress` serves clients; `supply` finds proxies.'),
  state: z
    .enum(['connected', 'away', 'revoked'])
    .describe('`connected`: follows the stream. `away`: may well be serving, but control does not hear of it.'),
  local: z.boolean().describe('The plane that runs beside control; it comes and goes with it.'),
  unsettled: z
    .boolean()
    .describe(
      'Whether it may still hold grants: they come free when its last report has come, or when they are written off.',
    ),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  lastReportAt: z.string().nullable().describe('Of its state or of usage, whichever was later.'),
  report: planeReportSchema
    .omit({ endpoints: true, sessions: true, bans: true })
    .nullable()
    .describe('Its last report of state; null while control has heard none since it started.'),
});
export type Plane = z.infer<typeof planeSchema>;
export const planeListSchema = z.object({ planes: z.array(planeSchema) });
export type PlaneList = z.infer<typeof planeListSchema>;

export const planeCreateSchema = z.strictObject({ name: planeNameSchema });
export const planeRevokeSchema = z.strictObject({
  writeOff: z
    .boolean()
    .default(false)
    .describe('Free what it was granted and has not reported as spent; what it reports from then on is not counted.'),
});
/** A plane with its token: in the answer to create, and never again. */
export const planeWithTokenSchema = planeSchema.extend({ token: z.string() });
export type PlaneWithToken = z.infer<typeof planeWithTokenSchema>;

/** Seconds that an answer to a command may wait for the plane's acknowledgement. */
export const LONGEST_WAIT_SECONDS = 30;
export const planeCommandCreateSchema = z.strictObject({
  order: operatorOrderSchema,
  waitSeconds: z
    .number()
    .min(0)
    .max(LONGEST_WAIT_SECONDS)
    .default(0)
    .describe('How long the answer may wait for the plane’s acknowledgement.'),
});
export const planeCommandSchema = z.object({
  number: z.number().int(),
  order: operatorOrderSchema,
  createdAt: z.string(),
  acknowledgedAt: z
    .string()
    .nullable()
    .describe('Null: the plane has not said anything yet; it is told again until it does.'),
  obeyed: z.boolean().nullable().describe('Null until it is acknowledged.'),
  detail: z.string().nullable(),
  probe: probeResultSchema
    .nullable()
    .describe('What a probe came to, where it was waited for; null for other commands.'),
});
export type PlaneCommand = z.infer<typeof planeCommandSchema>;
