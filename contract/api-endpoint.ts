/** The control API: the shapes of what is said about endpoints of pools. */
import { z } from 'zod';
import { banOfEndpointSchema } from './api-ban.ts';
import { ENDPOINT_KINDS } from './config/endpoint-url.ts';
import { changedAttributes } from './endpoint-attributes.ts';
import { judgeUrlProblem } from './judge-url.ts';
import { criterionSchema, probeResultSchema } from './plane.ts';

export const endpointImportSchema = z.strictObject({
  text: z.string().describe('A list in any of the forms of endpoint-list/read.ts, of at most 4 MiB.'),
  scheme: z.enum(ENDPOINT_KINDS).default('http').describe('Of entries that name none.'),
  replace: z
    .boolean()
    .default(false)
    .describe('Remove the imported endpoints of the pool that the list does not name.'),
});
export type EndpointImport = z.input<typeof endpointImportSchema>;

/** What became of the entries of a list. */
export const endpointImportReportSchema = z.object({
  added: z.number().int(),
  /** Were in the pool already; where they were imported, they have the list's password now. */
  present: z.number().int(),
  removed: z.number().int(),
  rejected: z.number().int(),
  repeated: z.number().int().describe('Named by the list more than once.'),
  remarked: z
    .number()
    .int()
    .describe('Weights and places that could not be read; their endpoints were taken without them.'),
  /** The first rejected ones, and then the first remarks. The line is that of the list; in JSON that is not a value a line, the entry's position. */
  problems: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
export type EndpointImportReport = z.infer<typeof endpointImportReportSchema>;

const time = z.string().nullable();
/** How a plane finds an endpoint. */
const foundSchema = z.object({
  state: z
    .enum(['healthy', 'ejected', 'trial', 'unknown'])
    .describe('`trial`: used a little, to see whether it is well again. `unknown`: the plane has not said yet.'),
  why: criterionSchema.nullable().describe('What it was ejected for.'),
  code: z.string().nullable().describe('The error that counted last, while it is not healthy.'),
  since: time,
  until: time.describe('When an ejection ends.'),
  requests: z.number().int().describe('That counted, in the last one to two windows.'),
  successRate: z.number().nullable().describe('From 0 to 1.'),
  latencyP50Ms: z.number().nullable().describe('Until a tunnel stood; half took no longer.'),
  latencyP95Ms: z.number().nullable(),
  heldBack: z.boolean().describe('True when it should be ejected, but too many are.'),
  exitAddress: z.string().nullable().describe('The address that the judge of its [probes](pools.md#probes) saw last.'),
});
export const endpointHealthSchema = z.object({ id: z.string(), address: z.string(), ...foundSchema.shape });

export const endpointViewSchema = z.object({
  id: z.string(),
  pool: z.string(),
  address: z.string().describe('Without user name and password.'),
  kind: z.enum(ENDPOINT_KINDS),
  managed: z.enum(['api', 'file', 'supply']).describe('`api`: imported. `supply`: found and proven by supply.'),
  createdAt: z.string().nullable().describe('When it was imported; null for the others.'),
  provenAt: z
    .string()
    .nullable()
    .describe('Of those of supply: when the check was that let it in, or let it back in; null for the others.'),
  weight: z.number().describe('How much of its pool’s traffic it takes, next to the others’.'),
  country: z.string().nullable().describe('Where its exit is, as [options](options.md) ask for it; null: not known.'),
  state: z.string().nullable(),
  city: z.string().nullable(),
  asn: z.number().int().nullable(),
  health: z
    .array(z.object({ plane: z.string(), ...foundSchema.shape }))
    .describe('How each plane finds it that has reported since control was started.'),
  bans: z.array(banOfEndpointSchema).describe('[Bans](bans.md) in force, as the planes reported last.'),
});
export type EndpointView = z.infer<typeof endpointViewSchema>;

/** What is said of an endpoint beside its address; null: nothing any more. */
export const endpointUpdateSchema = z
  .strictObject(changedAttributes)
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names nothing to change');
export type EndpointUpdate = z.input<typeof endpointUpdateSchema>;

export const MOST_ENDPOINTS_A_PAGE = 1_000;
export const endpointPageSchema = z.object({
  endpoints: z.array(endpointViewSchema),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
});
export type EndpointPage = z.infer<typeof endpointPageSchema>;

/** How many imported endpoints were removed. */
export const endpointsRemovedSchema = z.object({ removed: z.number().int() });
export const poolHealthSchema = z.object({
  pool: z.string(),
  planes: z.array(
    z.object({
      plane: z.string(),
      reportedAt: z.string(),
      panicSince: time.describe('Since when health is ignored, because too little of the pool is fit.'),
      judgeSuspectSince: time.describe('Since when its judge answers nobody, so that its probes eject nobody.'),
      endpoints: z.array(endpointHealthSchema),
    }),
  ),
});
export type PoolHealthView = z.infer<typeof poolHealthSchema>;

export const endpointTestRequestSchema = z.strictObject({
  url: z
    .string()
    .max(2_048)
    .superRefine((text, context) => {
      const message = judgeUrlProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('The page to ask for; where left out, the judge of the pool.'),
});

export const endpointTestSchema = z.object({
  endpoint: z.string(),
  pool: z.string(),
  address: z.string(),
  url: z.string(),
  planes: z
    .array(
      z.object({
        plane: z.string(),
        result: probeResultSchema.nullable(),
        problem: z.string().nullable().describe('Why there is no result.'),
      }),
    )
    .describe('One for each plane that is connected.'),
});
export type EndpointTest = z.infer<typeof endpointTestSchema>;
