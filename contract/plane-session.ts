/** What planes and control say to each other of sessions. */
import { z } from 'zod';

const name = {
  /** Id of the credential. */
  credential: z.string().max(64),
  /** The client's own name for its session. */
  session: z.string().max(64),
};

/** How a plane holds one session. Times in milliseconds since 1970. No client and no target is in it. */
export const sessionReportSchema = z.object({
  ...name,
  /** The pool it used last, perhaps with the place in it that was asked for; absent: it was rotated and not used since. */
  pool: z.string().max(320).optional(),
  /** Id of the endpoint it had there. */
  exit: z.string().max(128).optional(),
  since: z.number(),
  usedAt: z.number(),
  /** By what its requests said last, when it ends; absent: it does not. */
  endsAt: z.number().optional(),
  /** Since `since`. */
  requests: z.int().min(0),
});
export type SessionReport = z.infer<typeof sessionReportSchema>;

export const sessionGoneSchema = z.object(name);

/** Sessions in one report. */
export const MOST_SESSIONS_REPORTED = 256;
export const sessionChangesSchema = z.object({
  changed: z.array(sessionReportSchema).max(MOST_SESSIONS_REPORTED),
  gone: z.array(sessionGoneSchema).max(MOST_SESSIONS_REPORTED),
});
export type SessionChanges = z.infer<typeof sessionChangesSchema>;

export const sessionOrders = [
  /** The session has another exit from its next request on. `life` is the same on every plane, so that the exit is, too. */
  z.object({ kind: z.literal('rotate-session'), ...name, life: z.int().min(1) }),
  /** The session is forgotten; the next request of its name begins one anew. */
  z.object({ kind: z.literal('end-session'), ...name }),
] as const;
