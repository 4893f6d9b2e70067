/** The ceilings of a plane as they are configured and as a snapshot carries them. docs/overload.md explains them together. */
import { z } from 'zod';

const CONNECTIONS = 1_000_000;

export const overloadKeys = {
  connections: z
    .int()
    .min(1)
    .max(CONNECTIONS)
    .optional()
    .describe(
      'Client connections of a plane at a time, over all its workers. Left out: what the descriptors of its workers allow, at most 8192 each.',
    ),
  connectionsPerAddress: z
    .int()
    .min(1)
    .max(CONNECTIONS)
    .optional()
    .describe('Of these, those of one client address. Left out: three quarters.'),
  concurrencyPerAccount: z
    .int()
    .min(1)
    .max(CONNECTIONS)
    .optional()
    .describe('Requests and tunnels under way at a time, for each account that has no `concurrency` of its own.'),
  descriptors: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.9)
    .describe('The share of the file descriptors a worker may open (`ulimit -n`) at which it takes nothing new.'),
  memoryBytes: z
    .int()
    .min(67_108_864)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      'Resident memory of one worker at which it takes nothing new. Left out: 70 % of what the machine, or the control group, has, divided by the workers.',
    ),
  loopDelayMs: z
    .number()
    .min(10)
    .max(60_000)
    .default(500)
    .describe('How late the timers of a worker may be on average before it takes nothing new.'),
};

export const overloadSchema = z.object(overloadKeys);
export type OverloadSettings = z.output<typeof overloadSchema>;

/** What may be at its ceiling. */
export const OVERLOAD_REASONS = ['connections', 'descriptors', 'memory', 'loop-delay'] as const;
export type OverloadReason = (typeof OVERLOAD_REASONS)[number];

/** What turned a client away: a ceiling, its address's or its account's part of one, or the priority of its account. */
export const TURNED_AWAY = [...OVERLOAD_REASONS, 'address', 'account', 'priority'] as const;
export type TurnedAway = (typeof TURNED_AWAY)[number];

/** How a plane bears its load, as it reports it. */
export const overloadReportSchema = z.object({
  /** Of the worker that is worst off: 0 normal, 1 nothing new, 2 idle connections go, 3 low priorities go. */
  level: z.int().min(0).max(3),
  /** What is at its ceiling, in any worker. */
  why: z.array(z.enum(OVERLOAD_REASONS)),
  /** How many connections and requests were turned away since the epoch began, by what. */
  turnedAway: z.partialRecord(z.enum(TURNED_AWAY), z.number().int().min(0)),
});
export type OverloadReport = z.infer<typeof overloadReportSchema>;
