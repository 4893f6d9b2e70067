/** `/api/v1/status`: how Atlantic is doing, in one answer. */
import { z } from 'zod';
import { overloadReportSchema } from './overload.ts';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const statusSchema = z.object({
  version: z.string(),
  startedAt: z.string(),
  uptimeSeconds: z.number(),
  snapshotVersion: z.number().int(),
  database: z.object({ kind: z.literal('sqlite'), ok: z.boolean() }),
  planes: z.array(
    z.object({
      name: z.string(),
      connected: z.boolean().describe('True while the plane follows the snapshot stream.'),
      lastReportAt: z.string().nullable().describe('Of its state or of usage, whichever was later.'),
      snapshotVersion: z
        .number()
        .int()
        .nullable()
        .describe('From its last report; null while control has heard none since it started.'),
      workers: z.number().int().nullable(),
      connections: z.number().int().nullable(),
      overload: overloadReportSchema.nullable().describe('How it [bears its load](overload.md).'),
    }),
  ),
  credentials: z.object({ active: z.number().int(), paused: z.number().int(), exhausted: z.number().int() }),
  usage: z.object({ requests: count, bytesUp: count, bytesDown: count }),
});
export type Status = z.infer<typeof statusSchema>;
