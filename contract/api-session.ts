/** `/api/v1/sessions`: the shapes of requests and answers. */
import { z } from 'zod';
import { banCreatedSchema, banCreateSchema } from './api-ban.ts';

const time = z.string().describe('ISO 8601, UTC.');

export const sessionViewSchema = z.object({
  id: z.string().describe('CREDENTIAL:NAME.'),
  credential: z.string().describe('The name of its credential.'),
  session: z.string().describe('The client’s own name for it.'),
  plane: z.string().describe('Each plane has its own sessions.'),
  pool: z
    .string()
    .nullable()
    .describe('That it used last, with the place in it that was asked for; null: it was rotated and not used since.'),
  exit: z
    .string()
    .nullable()
    .describe('The address of the endpoint it had there, or its id where the pool no longer has it.'),
  since: time,
  lastUsedAt: time,
  endsAt: z.string().nullable().describe('By what its requests said last; null: it does not end by itself.'),
  requests: z.int().describe('Since `since`.'),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const MOST_SESSIONS_A_PAGE = 1_000;
export const sessionPageSchema = z.object({
  sessions: z.array(sessionViewSchema),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
});
export type SessionPage = z.infer<typeof sessionPageSchema>;

export const sessionCreateSchema = z.strictObject({
  credential: z.string().describe('The name of a credential.'),
  session: z.string().optional().describe('The name of the session; left out, one that nobody has.'),
  options: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .default({})
    .describe('[Options](options.md) by name, such as `lifetime`.'),
});
export type SessionCreate = z.input<typeof sessionCreateSchema>;

/** Nothing is made on any plane: a session begins with its first request. */
export const newSessionSchema = z.object({
  id: z.string(),
  credential: z.string(),
  session: z.string(),
  username: z.string().describe('The proxy user name that clients send.'),
  curl: z.string().describe('A command to try it with; SECRET stands for the secret of the credential.'),
});
export type NewSession = z.infer<typeof newSessionSchema>;

/** What became of an order to all planes. */
export const sessionOrderSchema = z.object({
  id: z.string(),
  done: z.boolean().describe('Every plane has said that it holds, in each of its workers.'),
  planes: z.array(
    z.object({
      plane: z.string(),
      state: z
        .enum(['done', 'waiting', 'failed'])
        .describe('`waiting`: it has not answered, and is told again when it connects.'),
      detail: z.string().nullable(),
    }),
  ),
});
export type SessionOrderOutcome = z.infer<typeof sessionOrderSchema>;

/** Somebody met a wall: the exit that a session has is banned on the site of the target. */
export const wallReportSchema = banCreateSchema.omit({ endpoint: true }).required({ target: true });
export type WallReport = z.input<typeof wallReportSchema>;
export const wallReportedSchema = z.object({
  id: z.string(),
  bans: z
    .array(banCreatedSchema)
    .describe('Of the exit that it had when its planes reported last, a second or two ago.'),
  rotated: sessionOrderSchema
    .nullable()
    .describe('Where a provider keeps the exits nothing is banned: the session is given another exit.'),
});
export type WallReported = z.infer<typeof wallReportedSchema>;
