/** A ban: one exit is not used, for one site or for all, until a time. docs/bans.md is the reader's side of it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Who said it: a client by header, the API, or a rule of a route. */
export const BAN_REASONS = ['client', 'api', 'rule'] as const;

/** No ban lasts longer: 30 days. */
export const LONGEST_BAN_MINUTES = 43_200;
export const STANDARD_BAN_MINUTES = 60;
/** Bans in one report of a plane; those that end last come first. */
export const MOST_BANS_REPORTED = 500;
/** Bans that one order begins, or ends. */
export const MOST_BANS_ORDERED = 100;

export const banMinutesSchema = z.number().positive().max(LONGEST_BAN_MINUTES);

export const banSchema = z.object({
  /** Made of endpoint and site. */
  id: z.string().max(64),
  /** Its id; for a direct exit `direct`, or the pool and the address. */
  endpoint: z.string().max(256),
  /** The registrable domain of the target, or its address; absent: for all. */
  site: z.string().max(255).optional(),
  /** Milliseconds since 1970. */
  since: z.number(),
  until: z.number(),
  why: z.enum(BAN_REASONS),
  /** The number of the session that said so; it leads back to no name. */
  session: z.number().optional(),
});
export type Ban = z.infer<typeof banSchema>;

/** The same endpoint and site always have the same id. It tells nobody the site. */
export const banId = (endpoint: string, site: string | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify([endpoint, site ?? null]))
    .digest('hex')
    .slice(0, 16);

/** A ban from `now` on. */
export const newBan = (
  { endpoint, site, minutes, why }: { endpoint: string; site: string | undefined; minutes: number; why: Ban['why'] },
  now: number,
): Ban => ({
  id: banId(endpoint, site),
  endpoint,
  ...(site !== undefined && { site }),
  since: now,
  until: now + Math.min(minutes, LONGEST_BAN_MINUTES) * 60_000,
  why,
});
