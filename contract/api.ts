/** The control API, `/api/v1`: the shapes of requests and answers. The same schemas make the OpenAPI document. */
import { z } from 'zod';
import { addressRangeProblem, MOST_RANGES } from './address-range.ts';

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
  quota: quotaSchema,
  used: z.object({ bytes: quantity, requests: quantity }),
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
  quotaBytes: quantity.nullable().default(null),
  quotaRequests: quantity.nullable().default(null),
  allowFrom: allowFromSchema.default([]),
});
export type CredentialCreate = z.input<typeof credentialCreateSchema>;

export const credentialUpdateSchema = z
  .strictObject({
    paused: z.boolean().optional(),
    quotaBytes: quantity.nullable().optional(),
    quotaRequests: quantity.nullable().optional(),
    allowFrom: allowFromSchema.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change');
export type CredentialUpdate = z.input<typeof credentialUpdateSchema>;

export const credentialListSchema = z.object({ credentials: z.array(credentialSchema) });

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
  kind: z.enum(['direct', 'list']),
  managed: z.literal('file'),
  /** Addresses without user names and passwords. */
  endpoints: z.array(z.string()),
  /** How many routes lead here. */
  routes: z.number().int(),
});
export const poolListSchema = z.object({ pools: z.array(poolViewSchema) });
export type PoolList = z.infer<typeof poolListSchema>;

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
      lastReportAt: z.string().nullable(),
    }),
  ),
  credentials: z.object({ active: z.number().int(), paused: z.number().int(), exhausted: z.number().int() }),
  usage: z.object({ requests: quantity, bytesUp: quantity, bytesDown: quantity }),
});
export type Status = z.infer<typeof statusSchema>;
