/** The part of the control API that has to do with bans. */
import { z } from 'zod';
import { BAN_REASONS, banMinutesSchema, STANDARD_BAN_MINUTES } from './ban.ts';
import { hostOfTarget } from './target-host.ts';

export const banOfEndpointSchema = z.object({
  site: z.string().nullable().describe('The registrable domain or the address it is for; null: every site.'),
  until: z.string(),
  why: z.enum(BAN_REASONS).describe('Who said it: a client, the API, or a rule of a route.'),
});

export const banCreateSchema = z.strictObject({
  endpoint: z.string().min(1).max(256).describe('Id of an endpoint, or of an exit of a direct pool.'),
  target: z
    .string()
    .max(2_048)
    .refine((text) => hostOfTarget(text) !== undefined, 'must be a host name, an IP address or a URL')
    .optional()
    .describe('A host or a URL, of which only the registrable domain is kept; left out: every site.'),
  minutes: banMinutesSchema.default(STANDARD_BAN_MINUTES).describe('How long it lasts.'),
});
export type BanCreate = z.input<typeof banCreateSchema>;

export const banViewSchema = banOfEndpointSchema.extend({
  id: z.string(),
  endpoint: z.string(),
  pool: z.string().nullable().describe('Null: the endpoint is in no pool now, or in every direct one.'),
  address: z.string().nullable().describe('Without user name and password.'),
  since: z.string(),
});
export type BanView = z.infer<typeof banViewSchema>;
export const banListSchema = z.object({
  bans: z
    .array(banViewSchema.extend({ planes: z.array(z.string()).describe('Where it holds.') }))
    .describe('As the planes reported last; a plane reports the 500 that end last.'),
});
export type BanList = z.infer<typeof banListSchema>;

const obeyedSchema = z
  .array(
    z.object({
      plane: z.string(),
      obeyed: z.boolean().nullable().describe('Null: it has not answered, and may or may not obey.'),
      detail: z.string().nullable(),
    }),
  )
  .describe('What the connected planes say. A plane that is away does not hear of it.');
export const banCreatedSchema = z.object({ ban: banViewSchema, planes: obeyedSchema });
export type BanCreated = z.infer<typeof banCreatedSchema>;
export const banRemovedSchema = z.object({ id: z.string(), planes: obeyedSchema });
export type BanRemoved = z.infer<typeof banRemovedSchema>;
