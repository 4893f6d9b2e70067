/** Entries of the history, and reports of runs, as text. Fields that are not known are passed over. */
import { type ErrorCode, isErrorCode } from '@atlantic/contract/errors.ts';
import { provenSchema, supplyAddressSchema } from '@atlantic/contract/supply/proxy.ts';
import { type RunReport, runReportSchema } from '@atlantic/contract/supply/run.ts';
import { z } from 'zod';
import type { HistoryEntry } from './store.ts';

const time = z.number().min(0);
const count = z.number().int().min(0);

const entrySchema = z.object({
  address: supplyAddressSchema,
  feeds: z.array(z.string()),
  proven: provenSchema,
  alive: z.boolean(),
  firstSeen: time,
  lastAlive: time,
  checkedAt: time,
  provenAt: time,
  aliveMs: time,
  successRate: z.number().min(0).max(1),
  latenciesMs: z.array(z.number().min(0)),
  reasons: z.record(z.string(), count),
});

/** Undefined where the text is none. */
function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export const entryText = (entry: HistoryEntry): string => JSON.stringify(entry);

/** Undefined when the text is no entry. Codes that only a newer Atlantic knows are left out of `reasons`. */
export function readEntry(text: string): HistoryEntry | undefined {
  const entry = parsed(entrySchema, text);
  if (entry === undefined) return undefined;
  const known = Object.entries(entry.reasons).filter((one): one is [ErrorCode, number] => isErrorCode(one[0]));
  return { ...entry, reasons: Object.fromEntries(known) };
}

export const runText = (report: RunReport): string => JSON.stringify(report);

/** Undefined when the text is no report. */
export const readRun = (text: string): RunReport | undefined => parsed(runReportSchema, text);
