/** What a new configuration changes, as data and as a line of text. Secrets are named and never shown. */
import { z } from 'zod';

export const configChangeSchema = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  what: z.enum(['listener', 'pool', 'route', 'account', 'credential', 'feed', 'setting']),
  name: z.string().describe('Of a listener its address, of a route what it matches, of a setting its key.'),
  keys: z.array(z.string()).describe('What of it changed; secrets only by the name of their key.'),
  endpoints: z
    .object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int() })
    .optional()
    .describe('Of a pool whose endpoints changed: how many.'),
});
export type ConfigChange = z.infer<typeof configChangeSchema>;

/** How a configuration came: with the start, by SIGHUP, or through the API. */
export const configDoorSchema = z.enum(['start', 'signal', 'api']);
export type ConfigDoor = z.infer<typeof configDoorSchema>;

/** Octets of a configuration that comes through the API; the longest list of endpoints fits into it. */
export const LARGEST_CONFIG = 4 * 1024 * 1024;
/** Revisions that are kept. */
export const KEPT_REVISIONS = 50;
/** Changes that a revision is kept with. */
export const KEPT_CHANGES = 100;

export const configRevisionSchema = z.object({
  number: z.number().int().describe('Grows by one with each configuration that was applied.'),
  appliedAt: z.string().describe('ISO 8601, UTC.'),
  door: configDoorSchema.describe('`start`, `signal` (SIGHUP) or `api`.'),
  digest: z.string().describe('SHA-256 of the text of the file, hexadecimal.'),
  changeCount: z.number().int(),
  changes: z.array(configChangeSchema).describe(`What it changed; the first ${KEPT_CHANGES}.`),
});
export type ConfigRevision = z.infer<typeof configRevisionSchema>;
export const configHistorySchema = z.object({
  revisions: z.array(configRevisionSchema).describe(`The newest first; ${KEPT_REVISIONS} are kept.`),
});
export type ConfigHistory = z.infer<typeof configHistorySchema>;

export const configAppliedSchema = z.object({
  applied: z.boolean().describe('False where only the difference was asked for.'),
  revision: z.number().int().describe('The revision in force.'),
  changes: z.array(configChangeSchema),
});
export type ConfigApplied = z.infer<typeof configAppliedSchema>;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

const amounts = ({ added, removed, changed }: NonNullable<ConfigChange['endpoints']>): string =>
  [
    [added, 'added'],
    [removed, 'removed'],
    [changed, 'changed'],
  ]
    .filter(([amount]) => amount !== 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(', ');

/** `+ listener 127.0.0.1:9090`, `~ pool rented: endpoints (2 added), fallback`. */
export function formatChange({ change, what, name, keys, endpoints }: ConfigChange): string {
  const shown = keys.map((key) => (key === 'endpoints' && endpoints ? `${key} (${amounts(endpoints)})` : key));
  return `${SIGNS[change]} ${what} ${name}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`;
}
