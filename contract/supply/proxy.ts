/**
 * One proxy as supply knows it: where it is, what was proven of it, and how it has done. A snapshot of supply is a list of
 * those that are alive.
 */
import { isIP } from 'node:net';
import { z } from 'zod';

/** What a proxy can be found to speak. SOCKS5 resolves names; whether a SOCKS4 proxy does is not known. */
export const SUPPLY_KINDS = ['http', 'https', 'socks4', 'socks5'] as const;
export type SupplyKind = (typeof SUPPLY_KINDS)[number];

/**
 * What a target sees of the client: its address (`transparent`), that there is a proxy (`anonymous`), or neither (`elite`).
 * From the most telling to the least.
 */
export const ANONYMITIES = ['transparent', 'anonymous', 'elite'] as const;
export type Anonymity = (typeof ANONYMITIES)[number];

/** `connect`: it accepts connections and speaks its protocol. `full`: it brought a judge's page, unaltered. */
export const CHECK_MODES = ['connect', 'full'] as const;
export type CheckMode = (typeof CHECK_MODES)[number];

const milliseconds = z.number().min(0);
const share = z.number().min(0).max(1);
const time = z.number().int().min(0);

/** Who a proxy is: the same words, the same proxy. */
export const supplyAddressSchema = z.object({
  kind: z.enum(SUPPLY_KINDS),
  /** A name or an address, lower case, IPv6 without brackets. */
  host: z.string(),
  port: z.number().int().min(1).max(65_535),
  username: z.string().optional(),
  password: z.string().optional(),
});
export type SupplyAddress = z.infer<typeof supplyAddressSchema>;

/** What a check that went well has proven. */
export const provenSchema = z.object({
  mode: z.enum(CHECK_MODES),
  /** Null where no judge was asked. */
  anonymity: z.enum(ANONYMITIES).nullable(),
  /** The address that the judge saw; null where no judge was asked, or it tells none. */
  exit: z.string().nullable(),
  /** Of the exit: ISO 3166-1 alpha-2, lower case; null where it is not known. */
  country: z.string().nullable(),
  /** Of the exit: the number of its network, and the network's name. */
  asn: z.number().int().min(1).nullable(),
  network: z.string().nullable(),
  /** Whether TLS came through it with the judge's own certificate; null where that was not tried. */
  tls: z.boolean().nullable(),
  /** Whether a second, independent judge was reached too; null where none is up, or none was to be asked. */
  confirmed: z.boolean().nullable(),
  /** From the dial until connected, until the first octet of the judge's answer, and until its last. */
  connectMs: milliseconds,
  firstByteMs: milliseconds.nullable(),
  totalMs: milliseconds,
});
export type Proven = z.infer<typeof provenSchema>;

/** How a proxy has done over all checks and in traffic. Times in milliseconds since 1970. */
export const recordSchema = z.object({
  firstSeen: time,
  /** When it was last found alive. */
  lastAlive: time,
  /** Of the last check, whatever came of it. */
  checkedAt: time,
  /** Of the check that let it in, or let it back in after it had failed: it has been good ever since. */
  provenAt: time,
  /** Share of time since it was first seen in which it was found alive. */
  uptime: share,
  /** Of checks and traffic, newer ones counting more. */
  successRate: share,
  /** Of the last checks that went well, in all. */
  latencyP50Ms: milliseconds,
  latencyP95Ms: milliseconds,
});

export const supplyProxySchema = z.object({
  ...supplyAddressSchema.shape,
  ...provenSchema.shape,
  ...recordSchema.shape,
  /** Names of the feeds that list it now. */
  feeds: z.array(z.string()),
});
export type SupplyProxy = z.infer<typeof supplyProxySchema>;

/** `HOST:PORT`, IPv6 in brackets. */
export const hostPort = ({ host, port }: Pick<SupplyAddress, 'host' | 'port'>): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/** `KIND://HOST:PORT`: as it may be shown. */
export const shownAddress = (address: Pick<SupplyAddress, 'kind' | 'host' | 'port'>): string =>
  `${address.kind}://${hostPort(address)}`;

/** Tells proxies apart, whatever their password: the kind, the user, the host and the port. */
export const proxyKey = ({ kind, host, port, username }: SupplyAddress): string =>
  `${kind}://${username === undefined ? '' : `${encodeURIComponent(username)}@`}${hostPort({ host, port })}`;

/** `KIND://[USER[:PASSWORD]@]HOST:PORT`, as an endpoint of a pool is written. It holds the password. */
export function proxyUrl({ kind, host, port, username, password }: SupplyAddress): string {
  if (username === undefined) return shownAddress({ kind, host, port });
  const word = password === undefined ? '' : `:${encodeURIComponent(password)}`;
  return `${kind}://${encodeURIComponent(username)}${word}@${hostPort({ host, port })}`;
}
