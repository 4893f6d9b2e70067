/**
 * `atlantic.yaml`: the one schema of the configuration file. Every key has a default, so an absent file is a valid one.
 * `read.ts` turns a file's text into this shape and names every problem with its line.
 */
import { z } from 'zod';
import { allowFromSchema, credentialNameSchema } from '../api.ts';
import { hostPatternProblem } from '../host-pattern.ts';
import { bindProblem } from './bind.ts';
import { portRangeProblem } from './port-range.ts';

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
const limit = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

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
  z.strictObject({ name: poolName, kind: z.literal('direct') }),
  z.strictObject({
    name: poolName,
    kind: z.literal('list'),
    /** `http://[user:password@]host:port` or `socks5://…`; any of them may be `env:NAME` or `file:PATH` (one URL). */
    endpoints: z.array(secretReference).min(1).max(10_000),
  }),
]);

const credential = z.strictObject({
  name: credentialNameSchema,
  secret: secretReference,
  quotaBytes: limit.nullable().default(null),
  quotaRequests: limit.nullable().default(null),
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
        })
        .prefault({}),
    })
    .prefault({}),
  pools: z.array(pool).default([{ name: 'direct', kind: 'direct' }]),
  /** The first route that matches decides. */
  routes: z.array(route).default([{ match: {}, pool: 'direct' }]),
  credentials: z.array(credential).default([]),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
