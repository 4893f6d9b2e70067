/**
 * `atlantic.yaml`: the one schema of the configuration file. Every key has a default, so an absent file is a valid one.
 * `read.ts` turns a file's text into this shape and names every problem with its line.
 */
import { z } from 'zod';
import {
  accountNameSchema,
  allowFromSchema,
  credentialNameSchema,
  DEFAULT_ACCOUNT,
  newLimits,
  prioritySchema,
} from '../api.ts';
import { configuredDns } from '../dns-settings.ts';
import { configuredAttributes, lonelyPlace } from '../endpoint-attributes.ts';
import { MOST_ENDPOINTS } from '../endpoint-list/read.ts';
import { hostPatternProblem } from '../host-pattern.ts';
import { presetSchema } from '../options/preset.ts';
import { overloadKeys } from '../overload.ts';
import { configuredPolicy } from '../pool-policy.ts';
import { configuredRules } from '../route-rule.ts';
import { nameResolverSchema } from '../snapshot.ts';
import { gatewayProblem } from './gateway-address.ts';
import { portRangeProblem } from './port-range.ts';
import { sourceAddressProblem } from './source-address.ts';
import { configuredSupply, supplyPoolKeys } from './supply.ts';
import { bind, checked, pemPair, secretReference } from './values.ts';

const hostPattern = checked(hostPatternProblem);
/** `443`, `"443"` or `"8000-8999"`. */
const portRange = z.union([z.int().min(1).max(65535).transform(String), checked(portRangeProblem)]);
const poolName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits, dashes or underscores');
/** One endpoint of a list pool: its URL, perhaps with what else is known of it. */
const endpoint = z.union([
  secretReference,
  z
    .strictObject({ url: secretReference.describe('As it stands alone.'), ...configuredAttributes })
    .superRefine((attributes, context) => {
      const lonely = lonelyPlace(attributes);
      if (lonely) context.addIssue({ code: 'custom', path: [lonely], message: 'needs the country beside it' });
    }),
]);
const fallback = () =>
  poolName
    .optional()
    .describe('The pool that serves in its place when none of its exits can, or none does what the options ask.');

const listener = z.strictObject({
  bind: bind.describe('`HOST:PORT` or `[V6]:PORT`; port 0 lets the system choose one.'),
  protocols: z
    .array(z.enum(['http', 'socks5']))
    .min(1)
    .default(['http', 'socks5'])
    .describe('What it speaks; the first octet of a connection tells which.'),
  tls: pemPair
    .optional()
    .describe(
      'Speak inside TLS. Paths are relative to the configuration file; changed files are taken over by themselves.',
    ),
  proxyProtocol: allowFromSchema
    .min(1)
    .optional()
    .describe('Trusted balancers: addresses that must send a PROXY header, version 1 or 2, and are believed.'),
  allowFrom: allowFromSchema.min(1).optional().describe('Addresses and CIDR ranges that may use it at all.'),
  credential: credentialNameSchema
    .optional()
    .describe(
      'Name of the credential that everything here is charged to; clients need not prove it. Needs `allowFrom`.',
    ),
  pool: poolName.optional().describe('Serves in place of the routes.'),
  options: z
    .record(z.string(), z.union([z.string(), z.number()]).transform(String))
    .optional()
    .describe('[Options](options.md) by name, asked for in addition to those of clients.'),
});

const match = z.strictObject({
  hosts: z
    .array(hostPattern)
    .min(1)
    .optional()
    .describe('Names, `*.suffixes`, addresses and CIDR ranges of targets; `*` is all.'),
  ports: z.array(portRange).min(1).optional().describe('Ports and ranges, such as `443` or `"8000-8999"`.'),
  credentials: z.array(z.string()).min(1).optional().describe('Names of credentials.'),
  protocols: z
    .array(z.enum(['http', 'connect', 'socks5']))
    .min(1)
    .optional()
    .describe('How the client came: plain HTTP, CONNECT or SOCKS5.'),
});

const route = z.strictObject({
  match: match.default({}).describe('All of its conditions must hold; without any it matches everything.'),
  pool: poolName.describe('Where what matches goes.'),
  rules: configuredRules(poolName),
});

const pool = z.discriminatedUnion('kind', [
  z.strictObject({
    name: poolName.describe('For routes and reports.'),
    kind: z.literal('direct').describe('Straight from this machine.'),
    addresses: z
      .array(checked(sourceAddressProblem))
      .min(1)
      .max(1_000)
      .optional()
      .describe('Local addresses and IPv6 prefixes, each an exit; without it, as the system chooses.'),
    fallback: fallback(),
    choose: configuredPolicy.choose,
    retry: configuredPolicy.retry,
  }),
  z.strictObject({
    name: poolName.describe('For routes and reports.'),
    kind: z.literal('provider').describe('A [commercial gateway](providers.md).'),
    provider: z
      .string()
      .min(1)
      .describe('Its name, or the path of a description of your own, relative to the configuration file.'),
    product: z
      .string()
      .min(1)
      .optional()
      .describe('Which of its networks; the first of the description where left out.'),
    username: secretReference.optional().describe('The account; some providers know it by the password alone.'),
    password: secretReference.optional().describe('Its password.'),
    endpoint: checked(gatewayProblem)
      .optional()
      .describe('`HOST:PORT`, or a URL without user, in place of the address in the description.'),
    fallback: fallback(),
    spares: configuredPolicy.spares,
    concurrencyPerEndpoint: configuredPolicy.concurrencyPerEndpoint,
  }),
  z.strictObject({
    name: poolName.describe('For routes and reports.'),
    kind: z.literal('supply').describe('Proxies that [supply](supply.md#pools) has found and proven.'),
    ...supplyPoolKeys,
    resolve: nameResolverSchema
      .optional()
      .describe('Who resolves the names of targets; without it, as `egress.targets.resolve` says.'),
    fallback: fallback(),
    ...configuredPolicy,
  }),
  z.strictObject({
    name: poolName.describe('For routes and reports.'),
    kind: z.literal('list').describe('[Proxies](upstreams.md) of yours.'),
    endpoints: z
      .array(endpoint)
      .max(MOST_ENDPOINTS)
      .default([])
      .describe(
        '`KIND://[USER:PASSWORD@]HOST:PORT`, each as it is, or as `env:NAME` or `file:PATH`, alone or as the `url` of a block with its [weight and place](pools.md#weights-and-places). More can be [imported](upstreams.md#lists-of-endpoints).',
      ),
    resolve: nameResolverSchema
      .optional()
      .describe('Who resolves the names of targets; without it, as `egress.targets.resolve` says.'),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe('A PEM file of the issuers that https endpoints are checked against, in place of the public ones.'),
    fallback: fallback(),
    ...configuredPolicy,
  }),
]);

const account = z.strictObject({
  name: accountNameSchema.describe('`default` is the account of credentials that name none; it is always there.'),
  ...newLimits,
  targets: z
    .strictObject({
      deny: z.array(hostPattern).default([]).describe('Never reachable by its credentials.'),
      only: z
        .array(hostPattern)
        .default([])
        .describe('Where any are given, nothing else is reachable. They open nothing that `egress.targets` closes.'),
    })
    .prefault({})
    .describe('What its credentials may reach.'),
  priority: prioritySchema
    .default(0)
    .describe('The lowest is given up first when a plane is [overloaded](overload.md), and the highest never.'),
});

const credential = z.strictObject({
  name: credentialNameSchema.describe('For people and reports; the user name is made of it.'),
  secret: secretReference.describe('At least 16 characters.'),
  account: accountNameSchema.default(DEFAULT_ACCOUNT).describe('The account it belongs to, declared here.'),
  ...newLimits,
  allowFrom: allowFromSchema
    .default([])
    .describe('Addresses and CIDR ranges it may be used from; none means anywhere.'),
  options: presetSchema
    .default({})
    .describe('[Options](options.md) by name, asked for in addition to those of clients, who cannot change them.'),
});

const targets = z.strictObject({
  allowPrivate: z
    .boolean()
    .default(false)
    .describe('Whether private, loopback and link-local addresses may be reached.'),
  allow: z
    .array(hostPattern)
    .default([])
    .describe('Reachable even where they are private. The own listeners and endpoints must be named one by one.'),
  deny: z.array(hostPattern).default([]).describe('Never reachable; wins over `allow`.'),
  // Every port but 25, because an open mail relay is the commonest abuse of a proxy.
  ports: z.array(portRange).min(1).prefault(['1-24', '26-65535']).describe('Ports that may be reached.'),
  resolve: nameResolverSchema
    .default('upstream')
    .describe(
      'Who resolves the names of targets that are reached through a proxy. `gateway`: here, and every address is judged.',
    ),
});

export const configSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .default('./data')
    .describe('Directory for the database, ledgers and keys, relative to the working directory.'),
  control: z
    .strictObject({
      listen: bind.default('127.0.0.1:8082').describe('Where the API is.'),
      database: z
        .string()
        .regex(/^sqlite:.+/, 'must be sqlite:PATH')
        .default('sqlite:control.db')
        .describe('`sqlite:PATH`, relative to `data`.'),
      tls: pemPair
        .optional()
        .describe(
          'Serve HTTPS. Paths are relative to the configuration file; changed files are taken over by themselves.',
        ),
    })
    .prefault({})
    .describe('The control plane.'),
  egress: z
    .strictObject({
      workers: z.int().min(0).max(256).default(0).describe('Worker processes; 0 means one per core.'),
      drainSeconds: z
        .number()
        .min(0)
        .max(3600)
        .default(30)
        .describe('How long open exchanges may go on after SIGTERM.'),
      listeners: z
        .array(listener)
        .min(1)
        .prefault([
          { bind: '127.0.0.1:8080', protocols: ['http', 'socks5'] },
          { bind: '127.0.0.1:1080', protocols: ['socks5'] },
        ])
        .describe('Where clients come in.'),
      targets: targets.prefault({}).describe('What may be reached.'),
      dns: configuredDns
        .optional()
        .describe('How [names are resolved](upstreams.md#names), and for how long they are remembered.'),
      overload: z
        .strictObject(overloadKeys)
        .prefault({})
        .describe('[Ceilings](overload.md), before which nothing breaks.'),
    })
    .prefault({})
    .describe('The proxy plane.'),
  supply: configuredSupply
    .prefault({})
    .describe('[Supply](supply.md), which finds proxies, proves them and publishes them.'),
  pools: z
    .array(pool)
    .default([{ name: 'direct', kind: 'direct' }])
    .describe('Ways out. The pool `direct` need not be declared.'),
  routes: z
    .array(route)
    .prefault([{ match: {}, pool: 'direct' }])
    .describe('Which way out; the first that matches decides.'),
  accounts: z.array(account).default([]).describe('Credentials that share [limits](limits.md).'),
  credentials: z
    .array(credential)
    .default([])
    .describe('What clients prove themselves with. More can be made through the API.'),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
