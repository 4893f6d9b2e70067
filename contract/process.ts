/**
 * What a supervised process and its supervisor say to each other over Node's IPC channel, and the environment they are
 * started with. The same programs run alone: then there is no channel, and nobody to tell.
 */
import { z } from 'zod';
import { protocolSchema } from './snapshot.ts';

/** From the most talkative to the least. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Environment of the rooms' entry files. Paths are absolute; secrets are files, never values. */
export const processEnvironmentSchema = z.object({
  /** The data directory. */
  ATLANTIC_DATA: z.string(),
  /** The configuration file; absent means defaults. Read by control only. */
  ATLANTIC_CONFIG: z.string().optional(),
  /** Where control answers. Read by planes only. */
  ATLANTIC_CONTROL: z.url().optional(),
  /** File that holds the plane token. Read by planes only. */
  ATLANTIC_PLANE_TOKEN_FILE: z.string().optional(),
  /** PEM file of the certificates that prove control; absent means those that Node trusts. Read by planes only. */
  ATLANTIC_CA: z.string().optional(),
  /** The name that control's certificate must hold, where it is not the host of ATLANTIC_CONTROL. Read by planes only. */
  ATLANTIC_CONTROL_NAME: z.string().optional(),
  /** Addresses, joined by commas, to bind in place of those of the snapshot's listeners, in their order. */
  ATLANTIC_LISTEN_INSTEAD: z.string().optional(),
  /**
   * Set when a process that had served is started again: what its former life really bound, `HOST:PORT` joined by
   * commas, in the order of the configuration. It is bound in place of what the configuration says, so that a port the
   * system chose (port 0) stays the same.
   */
  ATLANTIC_LISTEN: z.string().optional(),
  ATLANTIC_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});

export type ProcessEnvironment = z.infer<typeof processEnvironmentSchema>;

/**
 * `DATA/control.json`, mode 0600, as long as control runs: where it answers, and how programs on this machine know that
 * it is control.
 */
export const controlFileSchema = z.object({
  url: z.url(),
  /** Absolute path of the PEM file with control's own certificate; absent where control speaks plain HTTP. */
  ca: z.string().optional(),
  /** The name its certificate holds: the host of `url` is how this machine reaches it, and may be another. */
  name: z.string().optional(),
});
export type ControlAt = z.infer<typeof controlFileSchema>;

/** From control, once it serves. */
export const controlReadySchema = controlFileSchema.extend({
  kind: z.literal('control-ready'),
  /** Absolute path of the 0600 file with the operator's API key. */
  apiKeyFile: z.string(),
  /** True only in the start that made the key. */
  firstStart: z.boolean(),
  /** Absolute path of the 0600 file `USERNAME:SECRET` of the demo credential, while that credential is usable. */
  demoFile: z.string().nullable(),
  /** Absolute path of the 0600 file with the token of the plane on this machine. */
  planeTokenFile: z.string(),
  /** The same of supply; null where the configuration has it off, and it is not to be started. */
  supplyTokenFile: z.string().nullable(),
});
export type ControlReady = z.infer<typeof controlReadySchema>;

/** From the egress primary, once every worker accepts, and again whenever its set of workers changes. */
export const egressReadySchema = z.object({
  kind: z.literal('egress-ready'),
  /** What is really bound; port 0 has been replaced. */
  listeners: z.array(
    z.object({
      bind: z.string(),
      protocols: z.array(protocolSchema),
      /** Present where everything is spoken inside TLS. */
      tls: z.literal(true).optional(),
    }),
  ),
  workers: z.array(z.number().int()),
  /** How long open exchanges may go on after SIGTERM. */
  drainSeconds: z.number().min(0),
});
export type EgressReady = z.infer<typeof egressReadySchema>;

/** From the egress primary, last of all: it ends for good, and is not to be started again. */
export const egressEndedSchema = z.object({
  kind: z.literal('egress-ended'),
  why: z.enum(['drained', 'plane_revoked']),
});
export type EgressEnded = z.infer<typeof egressEndedSchema>;

/** From supply, once its API answers, and again when its address changes. */
export const supplyReadySchema = z.object({
  kind: z.literal('supply-ready'),
  /** As a client on this machine reaches it. */
  url: z.url(),
  /** What is really bound: `HOST:PORT`. */
  bind: z.string(),
});
export type SupplyReady = z.infer<typeof supplyReadySchema>;

/** The file that `--ready-file` names: written once, atomically, when everything serves. */
export const readyFileSchema = z.object({
  control: controlFileSchema,
  /** `http://HOST:PORT` (`https://` where only a TLS listener speaks HTTP) and `socks5h://HOST:PORT`, as a client on this machine dials them; empty where no listener speaks it. */
  egress: z.object({ http: z.union([z.url(), z.literal('')]), socks5: z.union([z.url(), z.literal('')]) }),
  /** Where supply answers; null where it does not run. */
  supply: z.object({ url: z.url() }).nullable(),
  apiKey: z.string(),
  credential: z.object({ username: z.string(), secret: z.string() }).nullable(),
  pids: z.object({
    supervisor: z.number().int(),
    control: z.number().int(),
    egress: z.array(z.number().int()),
    supply: z.number().int().nullable(),
  }),
});
export type ReadyFile = z.infer<typeof readyFileSchema>;

/** The file that `atlantic egress --ready-file` names: written once, atomically, when the plane serves. */
export const planeReadyFileSchema = z.object({
  egress: readyFileSchema.shape.egress,
  pids: z.object({ supervisor: z.number().int(), egress: z.array(z.number().int()) }),
});
export type PlaneReadyFile = z.infer<typeof planeReadyFileSchema>;
