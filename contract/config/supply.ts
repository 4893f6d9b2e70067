/** The section `supply` of the configuration, and the pools that supply fills. */
import { z } from 'zod';
import { feedKeys, feedNameSchema, MOST_FEEDS } from '../supply/feed.ts';
import { checkKeys, gateKeys, judgeKeys, MOST_OFFERED, rateKeys, whereKeys } from '../supply/settings.ts';
import { bind, pemPair, secretReference } from './values.ts';

/** Endpoints of a pool that says nothing. */
const STANDARD_MAX = 1_000;
const MOST_JUDGES = 16;
const MOST_KEYS = 1_000;

const feed = z.strictObject({
  name: feedNameSchema.describe('For reports and commands.'),
  ...feedKeys,
});

const key = z.strictObject({
  name: feedNameSchema.describe('For people.'),
  secret: secretReference.describe('At least 16 characters.'),
});

const bundledJudge = z.strictObject({
  listen: bind.describe('`HOST:PORT` for http; proxies must reach it from outside.'),
  tlsListen: bind.optional().describe('`HOST:PORT` for https; needs `tls`.'),
  tls: pemPair.optional().describe('Paths are relative to the configuration file.'),
});

const geo = z.strictObject({
  country: z
    .string()
    .min(1)
    .optional()
    .describe('An MMDB file of countries, relative to the configuration file, in place of the bundled DB-IP Lite.'),
  asn: z.string().min(1).optional().describe('An MMDB file of networks; without it networks are not known.'),
});

export const configuredSupply = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether supply runs.'),
  listen: bind.default('127.0.0.1:8083').describe('Where its [API](supply.md#the-api) is.'),
  keys: z
    .array(key)
    .max(MOST_KEYS)
    .default([])
    .describe('Who may read its API; without any, nobody can but through control.'),
  rate: z.strictObject(rateKeys).prefault({}).describe('How often its API may be asked.'),
  everySeconds: z.int().min(10).max(2_592_000).default(1_800).describe('From the start of a full run to the next one.'),
  recheckSeconds: z.int().min(10).max(2_592_000).default(300).describe('How often those that are alive are checked.'),
  keepDeadSeconds: z
    .int()
    .min(60)
    .max(31_536_000)
    .default(604_800)
    .describe('How long one that was alive is remembered, and checked in full runs, after its last success.'),
  feeds: z.array(feed).max(MOST_FEEDS).default([]).describe('[Where proxies are found](supply.md#feeds).'),
  judges: z
    .array(z.strictObject(judgeKeys))
    .max(MOST_JUDGES)
    .default([])
    .describe('[Pages](supply.md#the-judge) that say what they see; the first that answers is asked.'),
  judge: bundledJudge.optional().describe('Run the bundled judge here. `judges` says how proxies reach it.'),
  check: z.strictObject(checkKeys).prefault({}).describe('How proxies are [checked](supply.md#checks).'),
  gates: z.strictObject(gateKeys).prefault({}).describe('When a result is [not published](supply.md#publishing).'),
  store: secretReference
    .default('file:')
    .describe(
      '[Where snapshots and history are kept](supply.md#stores): `file:` alone or `sqlite:PATH`, both below `data`, `postgres://…` or `redis://…`; or where one of them stands: `env:NAME`, `file:PATH`.',
    ),
  geo: geo.prefault({}).describe('How exits are placed.'),
});

/** Keys of a pool of the kind `supply` beside its name, its fallback and its policy. */
export const supplyPoolKeys = {
  where: z
    .strictObject(whereKeys)
    .omit({ minUptime: true })
    .prefault({})
    .describe('Which of the proxies; without conditions all.'),
  max: z.int().min(1).max(MOST_OFFERED).default(STANDARD_MAX).describe('As many of them, the best first.'),
  minUptime: whereKeys.minUptime.describe(
    'Only those found alive in at least this share of the time since they were first seen.',
  ),
} as const;
