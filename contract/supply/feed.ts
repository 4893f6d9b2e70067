/** Feeds: where supply finds proxies. What is known of one is its definition; what came of it, its report. */
import { z } from 'zod';
import { SUPPLY_KINDS } from './proxy.ts';

/** Feeds that supply reads. */
export const MOST_FEEDS = 1_000;
/** Octets of one feed, unless it says otherwise. */
export const LARGEST_FEED = 64 * 1024 * 1024;

/** `auto` looks at the content. The others are for feeds it would misread. */
export const FEED_FORMATS = ['auto', 'text', 'json', 'csv', 'html'] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

/** An HTTP header's name and value: RFC 9110 §5.1 and §5.5, without line ends. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/i, 'must be the name of an HTTP header');
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]{0,4096}$/, 'must be the value of an HTTP header');

export const feedNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits, dashes, dots or underscores');

/** What may be said of a feed. Configuration, API and snapshot have the same words. */
export const feedKeys = {
  url: z
    .string()
    .max(2_048)
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be http://… or https://…')
    .optional()
    .describe('Where the list is. Credentials belong into `headers`.'),
  file: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('A file in place of a URL, relative to the configuration file.'),
  list: z.array(z.string().max(1_024)).max(10_000).optional().describe('Proxies, named here.'),
  format: z.enum(FEED_FORMATS).default('auto').describe('`auto` looks at the content.'),
  kind: z
    .enum(SUPPLY_KINDS)
    .optional()
    .describe('What its entries speak that do not say so; without it each is tried as HTTP, SOCKS5 and SOCKS4.'),
  headers: z
    .record(headerName, headerValue)
    .optional()
    .describe('Sent with each request, such as `Authorization`; values may be `env:NAME` or `file:PATH`.'),
  userAgent: headerValue.optional().describe('In place of `Atlantic/VERSION`.'),
  everySeconds: z.int().min(10).max(2_592_000).default(1_800).describe('How often it is fetched.'),
  timeoutSeconds: z.number().min(0.1).max(600).default(30).describe('For one fetch, to its last octet.'),
  maxBytes: z.int().min(1_024).max(1_073_741_824).default(LARGEST_FEED).describe('A larger one is refused.'),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe('Whether its URL may lead to a private, loopback or special address.'),
  enabled: z.boolean().default(true).describe('A feed that is not enabled is listed and not fetched.'),
  terms: z.string().max(500).optional().describe('What its owner allows, for people.'),
} as const;

/** A feed as supply is told of it. Secrets of its headers have been looked up. */
export const feedSchema = z.object({
  name: feedNameSchema,
  ...feedKeys,
  /** Who decides: the configuration file, the API, or the list that ships with Atlantic. */
  managed: z.enum(['file', 'api', 'shipped']),
});
export type Feed = z.infer<typeof feedSchema>;

/** Why an entry of a feed is no proxy, or none that may be used. */
export const REJECTIONS = [
  'unreadable',
  'bad-host',
  'bad-port',
  'bad-user',
  'unsupported-kind',
  'private-address',
  'special-address',
  'too-long',
  'range-too-large',
  'too-many',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** Why a feed brought nothing. */
export const FEED_PROBLEMS = [
  'unreachable',
  'refused-address',
  'status',
  'timeout',
  'too-large',
  'not-a-list',
  'unreadable-file',
  'aborted',
] as const;
export type FeedProblem = (typeof FEED_PROBLEMS)[number];

const count = z.number().int().min(0);

/** One fetch of one feed. */
export const feedReportSchema = z.object({
  feed: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  seconds: z.number().min(0),
  /** Octets read; 0 where its owner said that nothing changed. */
  bytes: count,
  /** Its owner said that nothing changed (RFC 9110 §15.4.5), so what was read before counts again. */
  unchanged: z.boolean(),
  problem: z.enum(FEED_PROBLEMS).nullable(),
  /** What the problem alone cannot say, such as the status; never a part of the list. */
  detail: z.string().max(200).nullable(),
  format: z.enum(FEED_FORMATS).nullable(),
  /** Entries that are proxies: those no other feed of this run and no snapshot named before, and the others. */
  found: count,
  fresh: count,
  duplicate: count,
  rejected: z.partialRecord(z.enum(REJECTIONS), count),
  /** SHA-256 of what it held, hexadecimal, to tell whether it changed; absent where it was not read to its end. */
  digest: z.string().optional(),
  /** Its owner asked to be left alone until then (RFC 9110 §10.2.3); milliseconds since 1970. */
  retryAt: z.number().optional(),
});
export type FeedReport = z.infer<typeof feedReportSchema>;

/** How a feed stands. */
export const feedStateSchema = z.object({
  state: z.enum(['active', 'off', 'paused']).describe('`paused`: it failed too often and is fetched less and less.'),
  /** Fetches that failed, in a row. */
  failures: count,
  /** When it is fetched next; milliseconds since 1970. */
  nextAt: z.number().nullable(),
  /** When its content last changed. */
  changedAt: z.number().nullable(),
  /** Of what it lists, how many were alive in the last run, and what share that is. */
  alive: count,
  yield: z.number().min(0).max(1).nullable(),
  last: feedReportSchema.nullable(),
});
export type FeedState = z.infer<typeof feedStateSchema>;
