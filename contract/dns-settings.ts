/** How names are resolved by a plane, as it is configured and as a snapshot carries it. docs/upstreams.md explains it. */
import { isIP } from 'node:net';
import { z } from 'zod';

const SERVER = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[^:]+))(?::(?<port>\d{1,5}))?$/;

/** Why `text` is no address of a name server, or undefined when it is: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`. */
export function nameServerProblem(text: string): string | undefined {
  const { v6, v4, port = '53' } = isIP(text) === 6 ? { v6: text } : (SERVER.exec(text)?.groups ?? {});
  const good = (isIP(v6 ?? '') === 6 || isIP(v4 ?? '') === 4) && Number(port) >= 1 && Number(port) <= 65_535;
  return good
    ? undefined
    : 'must be an address, with a port or without: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53';
}

const HOUR = 3_600;

const keys = {
  resolver: z
    .enum(['own', 'system'])
    .optional()
    .describe(
      '`own` asks name servers itself, so that times to live are known; `system` asks getaddrinfo alone. Where left out `own` on Linux, else `system`.',
    ),
  servers: z
    .array(
      z.string().superRefine((text, context) => {
        const problem = nameServerProblem(text);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      }),
    )
    .max(8)
    .default([])
    .describe('Name servers, in their order, as `ADDRESS` or `ADDRESS:PORT`; none means those of the system.'),
  cacheEntries: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(10_000)
    .describe('Names that each worker remembers; 0 remembers none.'),
  minTtlSeconds: z.number().min(0).max(HOUR).default(1).describe('No answer is kept for less.'),
  maxTtlSeconds: z.number().min(1).max(86_400).default(HOUR).describe('No answer is kept for longer.'),
  negativeTtlSeconds: z
    .number()
    .min(0)
    .max(HOUR)
    .default(5)
    .describe('How long it is kept that a name has no address.'),
  staleSeconds: z
    .number()
    .min(0)
    .max(86_400)
    .default(300)
    .describe('How long an answer may still serve after its time, while name servers fail or are slow (RFC 8767).'),
};

/** As a snapshot carries it. */
export const dnsSettingsSchema = z.object(keys);
export type DnsSettings = z.output<typeof dnsSettingsSchema>;

/** As it is configured: a key that is not known is a mistake. */
export const configuredDns = z
  .strictObject(keys)
  .superRefine(({ resolver, servers, minTtlSeconds, maxTtlSeconds }, context) => {
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (minTtlSeconds > maxTtlSeconds) issue('minTtlSeconds', 'must not be more than maxTtlSeconds');
    if (resolver === 'system' && servers.length > 0) issue('servers', 'are asked by the resolver `own` only');
  });
