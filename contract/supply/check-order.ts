/** What `atlantic check` asks of the program that checks: one list, once, without control and without a store. */
import { z } from 'zod';
import { SUPPLY_KINDS } from './proxy.ts';
import { checkSettingsSchema, type JudgeSettings, judgeSchema } from './settings.ts';

/** How proxies are printed: URLs, an object a line, or a table. */
export const CHECK_OUTPUTS = ['text', 'json', 'csv'] as const;
export type CheckOutput = (typeof CHECK_OUTPUTS)[number];

export const checkOrderSchema = z.object({
  /** A URL, a file, or `-` for standard input. */
  input: z.string(),
  /** What entries speak that do not say so; without it each is tried as HTTP, SOCKS5 and SOCKS4. */
  kind: z.enum(SUPPLY_KINDS).optional(),
  settings: checkSettingsSchema,
  judges: z.array(judgeSchema),
  output: z.enum(CHECK_OUTPUTS),
  /** Print the dead too. */
  all: z.boolean(),
});
export type CheckOrder = z.infer<typeof checkOrderSchema>;

/**
 * Public judges for whoever names none: pages of others that may be gone tomorrow. None is behind a network that also
 * answers at addresses which lists take for proxies. They speak plain HTTP, so TLS through the proxy is not tried.
 */
export const PUBLIC_JUDGES: readonly JudgeSettings[] = [
  { url: 'http://azenv.net/', format: 'azenv' },
  { url: 'http://httpheader.net/azenv.php', format: 'azenv' },
  { url: 'http://proxyjudge.us/', format: 'azenv' },
];
