/**
 * Rules of a route: what an answer of plain HTTP is told by, and what follows. docs/bans.md explains them together. Here is the
 * shape for the configuration, and that for a snapshot, which readers of another version take as well.
 */
import { z } from 'zod';
import { banMinutesSchema, STANDARD_BAN_MINUTES } from './ban.ts';
import { textPatternProblem } from './text-pattern.ts';

const MOST_RULES = 32;
const MOST_PATTERNS = 16;
/** Pools that one request may be escalated through. */
const MOST_ESCALATIONS = 8;

const STATUS = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;
const statusRange = z
  .union([
    z.int().min(200).max(599).transform(String),
    z.string().regex(STATUS, 'must be a status or a range such as 500-599'),
  ])
  .describe('`403`, or a range such as `"500-599"`.');
const textPattern = z.string().superRefine((text, context) => {
  const message = textPatternProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const saysSomething = (part: object): boolean =>
  Object.values(part).some((value) => value !== undefined && value !== false);

const when = z
  .strictObject({
    status: z.array(statusRange).min(1).max(MOST_PATTERNS).optional().describe('Its status is one of these.'),
    header: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'must be the name of a header')
          .describe('In any case.'),
        matches: textPattern.optional().describe('Stands anywhere in its value; left out: it is there.'),
      })
      .optional()
      .describe('It has this header.'),
    body: z
      .array(textPattern)
      .min(1)
      .max(MOST_PATTERNS)
      .optional()
      .describe('One of these texts stands in the first 64 KiB of a body that is not compressed.'),
    slowerThanMs: z.int().min(1).max(120_000).optional().describe('Its head took longer.'),
  })
  .refine(saysSomething, 'needs at least one of status, header, body, slowerThanMs');

const consequences = (poolName: z.ZodString) =>
  z
    .strictObject({
      ban: z
        .strictObject({
          minutes: banMinutesSchema.default(STANDARD_BAN_MINUTES).describe('How long.'),
          for: z.enum(['target', 'all']).default('target').describe('For the site of the target, or for every site.'),
        })
        .optional()
        .describe('The exit that the answer came through is [banned](bans.md).'),
      retry: z
        .boolean()
        .default(false)
        .describe(
          'A request that may be sent twice goes to another exit of the pool, as often as `retry.attempts` of the pool says.',
        ),
      escalate: z
        .array(poolName)
        .min(1)
        .max(MOST_ESCALATIONS)
        .optional()
        .describe('A request that may be sent twice goes to the next of these pools; none is asked twice.'),
    })
    .refine(saysSomething, 'needs at least one of ban, retry, escalate');

/** As it is configured. */
export const configuredRules = (poolName: z.ZodString) =>
  z
    .array(
      z.strictObject({
        when: when.describe('All of these must hold.'),
        do: consequences(poolName).describe('What follows.'),
      }),
    )
    .max(MOST_RULES)
    .optional()
    .describe('What answers of plain HTTP [lead to](bans.md#by-a-rule); the first rule that an answer meets decides.');

type ConfiguredRules = NonNullable<z.output<ReturnType<typeof configuredRules>>>;

/** As a snapshot carries it. */
export const routeRuleSchema = z.object({
  /** Inclusive ranges. */
  status: z.array(z.tuple([z.number(), z.number()])).optional(),
  /** The name in lower case. */
  header: z.object({ name: z.string(), matches: z.string().optional() }).optional(),
  body: z.array(z.string()).optional(),
  slowerThanMs: z.number().optional(),
  ban: z.object({ minutes: z.number(), for: z.enum(['target', 'all']) }).optional(),
  retry: z.boolean(),
  /** Names of pools. */
  escalate: z.array(z.string()),
});
export type RouteRule = z.infer<typeof routeRuleSchema>;

function rangeOf(text: string): [number, number] {
  const [, first = '', last = first] = STATUS.exec(text) ?? [];
  return [Number(first), Number(last)];
}

export const snapshotRules = (rules: ConfiguredRules): RouteRule[] =>
  rules.map(({ when: { status, header, body, slowerThanMs }, do: { ban, retry, escalate } }) => ({
    ...(status && { status: status.map(rangeOf) }),
    ...(header && { header: { ...header, name: header.name.toLowerCase() } }),
    ...(body && { body }),
    ...(slowerThanMs !== undefined && { slowerThanMs }),
    ...(ban && { ban }),
    retry,
    escalate: escalate ?? [],
  }));
