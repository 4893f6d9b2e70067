/**
 * A provider: a company that rents out many exits behind one gateway, which a client picks by what it writes into the
 * user name or the password. `data/*.yaml` describes one each in this shape; docs/providers.md explains it. What the
 * file says is all there is: no code knows a provider by its name.
 */
import { z } from 'zod';
import { incoherences } from './coherence.ts';
import { addressProblem, templateProblem } from './text-problem.ts';

export const OPTION_NAMES = ['country', 'state', 'city', 'asn', 'session', 'lifetime', 'rotate', 'strict'] as const;
const optionName = z.enum(OPTION_NAMES);
export type ProviderOption = z.infer<typeof optionName>;

/** The codes that a provider's refusal may stand for. */
const REFUSAL_CODES = [
  'upstream_proxy_unauthorized',
  'upstream_proxy_denied',
  'upstream_proxy_failed',
  'upstream_no_exit',
  'upstream_quota_exceeded',
  'upstream_rate_limited',
  'dns_error',
  'connection_refused',
  'connection_terminated',
  'connection_timeout',
] as const;

const checked = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** What is written for an option; `{country}`, `{session}` and so on stand for the values. */
const write = checked((text) => templateProblem(text, OPTION_NAMES));
/** A user name or password before any options; `{username}` and `{password}` stand for the account's own. */
const accountText = checked((text) => templateProblem(text, ['username', 'password']));
const words = z.array(z.string().min(1).max(200)).min(1);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes');

const writing = {
  write,
  /** Not written beside these, because what they write says it too. */
  unless: z.array(optionName).min(1).optional(),
  /** Options that the provider cannot obey together with this one. */
  excludes: z.array(optionName).min(1).optional(),
};

const countryRule = z.strictObject({
  option: z.literal('country'),
  ...writing,
  case: z.enum(['lower', 'upper']),
  /** What stands there when no country was asked for. */
  otherwise: write.optional(),
});
/** The name of a place. Without `spaces` it is not known how names of several words are written: they are refused. */
const placeRule = (option: 'state' | 'city') =>
  z.strictObject({
    option: z.literal(option),
    ...writing,
    spaces: z.enum(['underscore', 'plus', 'none']).optional(),
    /** Characters, where the provider wants codes instead of names. */
    length: z.int().min(1).max(8).optional(),
    /** The only countries, in lower case, whose places of this kind it knows. */
    countries: z
      .array(z.string().regex(/^[a-z]{2}$/, 'must be two lower-case letters'))
      .min(1)
      .optional(),
  });
const asnRule = z.strictObject({ option: z.literal('asn'), ...writing });
const sessionRule = z.strictObject({
  option: z.literal('session'),
  ...writing,
  characters: z.enum(['alphanumeric', 'digits']),
  /** Characters of the session ids that Atlantic makes. */
  length: z.int().min(8).max(32),
});
const lifetimeRule = z.strictObject({
  option: z.literal('lifetime'),
  ...writing,
  /** In what the number is written. */
  unit: z.enum(['minutes', 'seconds']),
  /** Minutes. */
  most: z.int().min(1),
  /** Minutes, written for a session without a lifetime; absent means that nothing is written. */
  default: z.int().min(1).optional(),
});
const strictRule = z.strictObject({ option: z.literal('strict'), ...writing });
/** Every request gets a new exit as long as no session is named, so nothing is written. */
const rotateRule = z.strictObject({ option: z.literal('rotate') });

const optionRule = z.discriminatedUnion('option', [
  countryRule,
  placeRule('state'),
  placeRule('city'),
  asnRule,
  sessionRule,
  lifetimeRule,
  strictRule,
  rotateRule,
]);
export type OptionRule = z.infer<typeof optionRule>;

const errorMarks = {
  status: z.int().min(300).max(599).optional(),
  /** One of these header fields is there … */
  headers: words.optional(),
  /** … and holds one of these texts, upper and lower case alike. */
  contains: words.optional(),
  /** The reason phrase of the status line holds one of these texts. */
  reason: words.optional(),
  /** No target sends this status, so the provider said it, whatever the headers are. */
  own: z.literal(true).optional(),
  code: z.enum(REFUSAL_CODES),
};
const errorRule = z.strictObject({
  ...errorMarks,
  /** Answers as the provider documents them. */
  recorded: z
    .array(
      z.strictObject({
        status: z.int().min(300).max(599),
        reason: z.string().default(''),
        headers: z.record(z.string(), z.string()).default({}),
      }),
    )
    .min(1),
});

const product = z.strictObject({
  name,
  /** `http://HOST:PORT`; absent where each customer has another, and the pool must name it. */
  address: checked(addressProblem).optional(),
  /** Instead of `login.username`. */
  username: accountText.optional(),
  /** The options it supports; absent means all that are described. */
  options: z.array(optionName).optional(),
});
export type ProviderProduct = z.infer<typeof product>;

const example = z.strictObject({
  product: name.optional(),
  options: z.strictObject({
    country: z.string().optional(),
    state: z.string().optional(),
    city: z.string().optional(),
    asn: z.int().optional(),
    /** As the provider sees it. */
    session: z.string().optional(),
    lifetime: z.int().optional(),
    rotate: z.literal('request').optional(),
    strict: z.boolean().optional(),
  }),
  username: z.string(),
  password: z.string(),
  /** The page that writes it so. */
  source: z.string().min(1),
});

export const providerSchema = z
  .strictObject({
    /** As the provider writes its own name. */
    title: z.string().min(1).max(60),
    login: z.strictObject({
      username: accountText,
      password: accountText,
      /** Which of the two carries the options. */
      options: z.enum(['username', 'password']),
      /** Stands between it and each option. */
      separator: z.string().regex(/^[^A-Za-z0-9:{}\s]{1,3}$/, 'must be 1 to 3 characters that no value holds'),
      /** Stands there when there is neither text nor option. */
      empty: z.string().min(1).optional(),
    }),
    /** The first is meant where a pool names none. */
    products: z.array(product).min(1),
    /** In the order of writing. */
    options: z.array(optionRule).default([]),
    /** The first that fits an answer decides. */
    errors: z.array(errorRule).default([]),
    examples: z.array(example).min(1),
  })
  .superRefine((file, context) => {
    for (const { path, message } of incoherences(file)) context.addIssue({ code: 'custom', path, message });
  });
export type Provider = z.infer<typeof providerSchema>;

/** What a plane needs to speak to one product as one account. Unknown fields are passed over: one version of skew. */
export const snapshotProviderSchema = z.object({
  name: z.string(),
  product: z.string(),
  /** The account's own texts, before any options. Secret, both of them. */
  login: z.object({ username: z.string(), password: z.string() }),
  carrier: z.enum(['username', 'password']),
  separator: z.string(),
  empty: z.string(),
  options: z.array(
    z.discriminatedUnion('option', [
      countryRule.strip(),
      placeRule('state').strip(),
      placeRule('city').strip(),
      asnRule.strip(),
      sessionRule.strip(),
      lifetimeRule.strip(),
      strictRule.strip(),
      rotateRule.strip(),
    ]),
  ),
  errors: z.array(z.object(errorMarks)),
});
export type SnapshotProvider = z.infer<typeof snapshotProviderSchema>;
