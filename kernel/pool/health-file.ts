/** The health of a plane's endpoints on disk, so that a start does not send traffic to what was just ejected. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { faultFields, type Logger } from '../observe/log.ts';
import { type SavedHealth, savedHealthSchema } from './saved-health.ts';

const fileSchema = z.object({ pools: z.record(z.string(), savedHealthSchema) });

/** By pool; empty when there is no file, or a broken one: what is lost is learnt again from traffic. */
export function readHealthFile(file: string, log: Logger): Map<string, SavedHealth> {
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).pools));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing)
      log.warn('the kept health of endpoints cannot be read and begins anew', { file, ...faultFields(error) });
    return new Map();
  }
}

export interface HealthWriter {
  /** Replaces the file in one step when there is something new to say. A full disk is reported once. */
  write(pools: ReadonlyMap<string, SavedHealth>): void;
}

export function createHealthWriter(file: string, log: Logger): HealthWriter {
  let written = '';
  let failing = false;
  return {
    write(pools) {
      const text = JSON.stringify({ pools: Object.fromEntries(pools) });
      if (text === written) return;
      try {
        writeFileSync(`${file}.next`, text, { mode: 0o600 });
        renameSync(`${file}.next`, file);
        written = text;
        failing = false;
      } catch (error) {
        if (!failing) log.warn('the health of endpoints cannot be kept on disk', faultFields(error));
        failing = true;
      }
    },
  };
}
