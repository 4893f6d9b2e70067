/**
 * `atlantic.yaml`: the one schema of the configuration file. Every key has a default, so an absent file is a valid one.
 * `read.ts` turns a file's text into this shape and names every problem with its line.
 */
import { z } from 'zod';
import { accountNameSchema, allowFromSchema, credentialNameSchema, DEFAULT_ACCOUNT, newLimits } from '../api.ts';
import { MOST_ENDPOINTS } from '../endpoint-list/read.ts';
import { hostPatternProblem } from '../host-pattern.ts';
import { nameResolverSchema } from '../snapshot.ts';
import { bindProblem } from './bind.ts';
import { gatewayProblem } from './gateway-address.ts';
import { portRangeProblem } from './port-range.ts';
import { sourceAddressProblem } from './source-address.ts';

/** A string whose form `problemOf` judges: its sentence, or undefined when the string is good. */
const checked = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const bind = checked(bindProblem);
const hostPattern = checked(hostPatternProblem);
/** `443`, `"443"` or `"8000-8999"`. */
const portRange = z.union([z.int().min(1).max(65535).transform(String), checked(portRangeProblem)]);
const poolName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits, dashes or underscores');
/** `env:NAME`, `file:PATH` or the value itself. */
const secretReference = z.string().min(1);

const listener = z.strictObject({
  bind,
  protocols: z
    .array(z.enum(['http', 'socks5']))
    .min(1)
    .default(['http', 'socks5']),
  /** PEM files, relative to the configuration file. */
  tls: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }).optional(),
  /** Trusted balancers, which must send a PROXY header. */
  proxyProtocol: allowFromSchema.min(1).optional(),
  /** Who may use it at all. */
  allowFrom: allowFromSchema.min(1).optional(),
  /** Charged for everything here; clients need not prove it. */
  credential: credentialNameSchema.optional(),
  /** Serves in place of the routes. */
  pool: poolName.optional(),
  /** Asked for in addition to what clients ask for; check-listeners.ts reads them. */
  options: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).optional(),
});

const route = z.strictObject({
  match: z
    .strictObject({
      hosts: z.array(hostPattern).min(1).optional(),
      ports: z.array(portRange).min(1).optional(),
      credentials: z.array(z.string()).min(1).optional(),
      protocols: z
        .array(z.enum(['http', 'connect', 'socks5']))
        .min(1)
        .optional(),
    })
    .default({}),
  pool: poolName,
});

const pool = z.discriminatedUnion('kind', [
  z.strictObject({
    name: poolName,
    kind: z.literal('direct'),
    /** Local addresses and IPv6 prefixes, each an exit; absent means as the system chooses. */
    addresses: z.array(checked(sourceAddressProblem)).min(1).max(1_000).optional(),
  }),
  z.strictObject({
    name: poolName,
    kind: z.literal('provider'),
    /** A name of `contract/provider/data`, or the path of an own description, relative to this file. */
    provider: z.string().min(1),
    /** The first of the provider where it is left out. */
    product: z.string().min(1).optional(),
    /** The account; some providers know it by the password alone. */
    username: secretReference.optional(),
    password: secretReference.optional(),
    /** `HOST:PORT` or a URL without user: instead of the address in the description. */
    endpoint: checked(gatewayProblem).optional(),
  }),
  z.strictObject({
    name: poolName,
    kind: z.literal('list'),
    /**
     * `KIND://[user:password@]host:port` (endpoint-url.ts); any of them may be `env:NAME` or `file:PATH` (one URL).
     * Those that are imported while Atlantic runs are added to them.
     */
    endpoints: z.array(secretReference).max(MOST_ENDPOINTS).default([]),
    /** Who resolves the names of targets; absent means as `egress.targets.resolve` says. */
    resolve: nameResolverSchema.optional(),
    /** A PEM file of the issuers that https endpoints are checked against, relative to the configuration file. */
    ca: z.string().min(1).optional(),
  }),
]);

/** The account `default` is always there; declaring it gives it limits. */
const account = z.strictObject({
  name: accountNameSchema,
  ...newLimits,
  targets: z
    .strictObject({
      /** Never reachable by this account. */
      deny: z.array(hostPattern).default([]),
      /** When any are given, nothing else is reachable. They open nothing that `egress.targets` closes. */
      only: z.array(hostPattern).default([]),
    })
    .prefault({}),
});

const credential = z.strictObject({
  name: credentialNameSchema,
  secret: secretReference,
  account: accountNameSchema.default(DEFAULT_ACCOUNT),
  ...newLimits,
  /** From where it may be used; empty: from anywhere. */
  allowFrom: allowFromSchema.default([]),
});

export const configSchema = z.strictObject({
  /** Directory for the database, ledgers and keys, relative to the working directory. */
  data: z.string().min(1).default('./data'),
  control: z
    .strictObject({
      listen: bind.default('127.0.0.1:8082'),
      /** `sqlite:PATH`, relative to `data`. */
      database: z
        .string()
        .regex(/^sqlite:.+/, 'must be sqlite:PATH')
        .default('sqlite:control.db'),
      /** Serve HTTPS in place of HTTP. PEM files, relative to the configuration file; read again when they change. */
      tls: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }).optional(),
    })
    .prefault({}),
  egress: z
    .strictObject({
      /** Worker processes; 0 means one per core. */
      workers: z.int().min(0).max(256).default(0),
      /** How long open exchanges may go on after SIGTERM. */
      drainSeconds: z.number().min(0).max(3600).default(30),
      listeners: z
        .array(listener)
        .min(1)
        .default([
          { bind: '127.0.0.1:8080', protocols: ['http', 'socks5'] },
          { bind: '127.0.0.1:1080', protocols: ['socks5'] },
        ]),
      targets: z
        .strictObject({
          /** Whether private, loopback and link-local addresses may be reached. */
          allowPrivate: z.boolean().default(false),
          /** Always reachable, even where they are private. */
          allow: z.array(hostPattern).default([]),
          /** Never reachable; wins over `allow`. */
          deny: z.array(hostPattern).default([]),
          /** Every port but 25, because an open mail relay is the commonest abuse of a proxy. */
          ports: z.array(portRange).min(1).default(['1-24', '26-65535']),
          /** Who resolves names of targets that are reached through a proxy. */
          resolve: nameResolverSchema.default('upstream'),
        })
        .prefault({}),
    })
    .prefault({}),
  pools: z.array(pool).default([{ name: 'direct', kind: 'direct' }]),
  /** The first route that matches decides. */
  routes: z.array(route).default([{ match: {}, pool: 'direct' }]),
  accounts: z.array(account).default([]),
  credentials: z.array(credential).default([]),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
