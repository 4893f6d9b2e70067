/**
 * What control tells a plane: an immutable view of everything a data plane needs to serve without asking.
 *
 * It travels in parts named by the SHA-256 of their JSON; a manifest lists the current parts, so a plane fetches only
 * what changed. Readers ignore fields they do not know (one version of skew), hence plain objects, not strict ones.
 */
import { z } from 'zod';
import { ENDPOINT_KINDS } from './config/endpoint-url.ts';
import { digestSchema } from './digest.ts';
import { dnsSettingsSchema } from './dns-settings.ts';
import { overloadSchema } from './overload.ts';
import { poolPolicySchema } from './pool-policy.ts';
import { snapshotProviderSchema } from './provider/schema.ts';
import { routeRuleSchema } from './route-rule.ts';
import { supplySettingsSchema } from './supply/settings.ts';

export const protocolSchema = z.enum(['http', 'socks5']);
export type ListenerProtocol = z.infer<typeof protocolSchema>;

export const listenerSchema = z.object({
  /** `HOST:PORT` or `[V6]:PORT`; port 0 lets the plane choose one. */
  bind: z.string(),
  protocols: z.array(protocolSchema).min(1),
  /** Absolute paths on the plane's machine, both PEM; absent: plain. */
  tls: z.object({ certificate: z.string(), key: z.string() }).optional(),
  /** The balancers that must say by the PROXY protocol for whom they speak; nobody else may. */
  proxyProtocol: z.array(z.string()).min(1).optional(),
  /** Addresses and CIDR ranges that may use it; absent: from anywhere. */
  allowFrom: z.array(z.string()).min(1).optional(),
  /** Name of the credential that everybody here is charged to, without proving it. */
  credential: z.string().optional(),
  /** Serves in place of the routes. */
  pool: z.string().optional(),
  /** Options as clients write them (docs/options.md), asked for in addition to theirs. */
  options: z.record(z.string(), z.string()).optional(),
});
export type SnapshotListener = z.infer<typeof listenerSchema>;

/** What may happen at a time, unlike a quota, which is what may happen in all. Null: no limit. */
export const limitsSchema = z.object({
  rate: z
    .object({ perSecond: z.number().positive(), burst: z.number().int().min(1) })
    .nullable()
    .describe('A token bucket: so many requests a second on average, and so many at once after a pause.'),
  concurrency: z.number().int().min(1).nullable().describe('Requests and tunnels under way at the same moment.'),
});
export type Limits = z.infer<typeof limitsSchema>;

export const snapshotAccountSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Of all its credentials together. */
  limits: limitsSchema,
  /** Who has a lower one is given up first when there is not enough for all; absent means 0. */
  priority: z.int().optional(),
  /** Host patterns: never `deny`; and where `only` is not empty, nothing else. */
  targets: z.object({ deny: z.array(z.string()), only: z.array(z.string()) }),
});
export type SnapshotAccount = z.infer<typeof snapshotAccountSchema>;

export const snapshotCredentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The id of the account it belongs to. */
  account: z.string(),
  username: z.string(),
  /** SHA-256 of the secret, hexadecimal. The secret itself never leaves control. */
  secretHash: digestSchema,
  paused: z.boolean(),
  /** Whether spending must be granted by control, for its own quota or its account's; else it is only counted. */
  limited: z.object({ bytes: z.boolean(), requests: z.boolean() }),
  limits: limitsSchema,
  /** Options as clients write them (docs/options.md), asked for in addition to theirs; absent: none. */
  options: z.record(z.string(), z.string()).optional(),
  /** Addresses and CIDR ranges it may be used from; absent: from anywhere. */
  allowFrom: z.array(z.string()).min(1).optional(),
});
export type SnapshotCredential = z.infer<typeof snapshotCredentialSchema>;

export const endpointSchema = z.object({
  id: z.string(),
  /** Without user information, as it may be shown. */
  address: z.string(),
  kind: z.enum(ENDPOINT_KINDS),
  host: z.string(),
  port: z.number().int().min(1).max(65535),
  username: z.string().optional(),
  password: z.string().optional(),
  /** How much of its pool's traffic it takes, next to the others'; absent means 1. */
  weight: z.number().positive().optional(),
  /** Where its exit is, as options ask for it (docs/options.md); absent: not known. */
  country: z.string().optional(),
  state: z.string().optional(),
  city: z.string().optional(),
  asn: z.number().int().positive().optional(),
  /**
   * Of a pool of the kind `supply`: when the check was that let it in, or let it back in; milliseconds since 1970. While that
   * stays the same, one that was ejected stays out.
   */
  provenAt: z.number().optional(),
});
export type SnapshotEndpoint = z.infer<typeof endpointSchema>;

/** `gateway`: names are resolved here, every address is judged, and the proxy gets one that was. */
export const nameResolverSchema = z.enum(['upstream', 'gateway']);
export type NameResolver = z.infer<typeof nameResolverSchema>;

export const poolSchema = z.object({
  name: z.string(),
  /** Endpoints of the kind `supply` are found and proven by supply. */
  kind: z.enum(['direct', 'list', 'provider', 'supply']),
  endpoints: z.array(endpointSchema),
  /** Who resolves the names of targets, where the kind of the endpoint leaves that open; absent means the endpoint. */
  resolve: nameResolverSchema.optional(),
  /** PEM: the issuers that certificates of `https` endpoints are checked against, in place of the public ones. */
  ca: z.string().optional(),
  /** Of a direct pool: the local addresses and IPv6 prefixes its exits leave from; absent means as the system chooses. */
  addresses: z.array(z.string()).optional(),
  /** The pool that serves in its place when none of its exits can. */
  fallback: z.string().optional(),
  /** How endpoints are chosen, taken out of use and tried again; absent means the defaults. */
  policy: poolPolicySchema.optional(),
  /** Of the kind `provider`, whose one endpoint is the provider's gateway. */
  provider: snapshotProviderSchema.optional(),
});
export type SnapshotPool = z.infer<typeof poolSchema>;

export const routeMatchSchema = z.object({
  /** Host patterns: `example.com`, `*.example.com`, an address or a CIDR range. */
  hosts: z.array(z.string()).optional(),
  ports: z.array(z.tuple([z.number(), z.number()])).optional(),
  credentials: z.array(z.string()).optional(),
  protocols: z.array(z.enum(['http', 'connect', 'socks5'])).optional(),
});
export const routeSchema = z.object({
  match: routeMatchSchema,
  pool: z.string(),
  /** What its answers lead to; absent: nothing. */
  rules: z.array(routeRuleSchema).optional(),
});
export type SnapshotRoute = z.infer<typeof routeSchema>;

export const targetsSchema = z.object({
  allowPrivate: z.boolean(),
  allow: z.array(z.string()),
  deny: z.array(z.string()),
  /** Inclusive port ranges that may be reached. */
  ports: z.array(z.tuple([z.number(), z.number()])),
});
export type SnapshotTargets = z.infer<typeof targetsSchema>;

export const planeSettingsSchema = z.object({
  workers: z.number().int().min(1),
  drainSeconds: z.number().min(0),
  listeners: z.array(listenerSchema),
  targets: targetsSchema,
  /** How names are resolved; absent means the defaults. */
  dns: dnsSettingsSchema.optional(),
  /** Absent means the defaults. */
  overload: overloadSchema.optional(),
});

/** The parts of a snapshot by name. Each is fetched, checked and cached alone. */
export const partSchemas = {
  egress: planeSettingsSchema,
  accounts: z.array(snapshotAccountSchema),
  credentials: z.array(snapshotCredentialSchema),
  pools: z.array(poolSchema),
  routes: z.array(routeSchema),
  supply: supplySettingsSchema,
} as const;
export type PartName = keyof typeof partSchemas;

/** What kinds of planes there are. Each follows parts of its own, and is given no others. */
export const PLANE_KINDS = ['egress', 'supply'] as const;
export type PlaneKind = (typeof PLANE_KINDS)[number];
export const PARTS_OF = {
  egress: ['egress', 'accounts', 'credentials', 'pools', 'routes'],
  supply: ['supply'],
} as const satisfies Record<PlaneKind, readonly PartName[]>;

/** What an egress plane serves from. */
export const snapshotSchema = z.object(partSchemas).omit({ supply: true });
export type Snapshot = z.infer<typeof snapshotSchema>;

export const manifestSchema = z.object({
  /** Grows by one with each change; a plane ignores a manifest older than the one it holds. */
  version: z.number().int().min(1),
  parts: z.object({
    egress: digestSchema,
    accounts: digestSchema,
    credentials: digestSchema,
    pools: digestSchema,
    routes: digestSchema,
    /** Absent from a control that knows no supply. */
    supply: digestSchema.optional(),
  } satisfies Record<PartName, typeof digestSchema | z.ZodOptional<typeof digestSchema>>),
});
export type Manifest = z.infer<typeof manifestSchema>;
