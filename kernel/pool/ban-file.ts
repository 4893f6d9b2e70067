/** The bans of a plane on disk, so that a start does not use what was banned. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Ban, banSchema } from '@atlantic/contract/ban.ts';
import { z } from 'zod';
import { faultFields, type Logger } from '../observe/log.ts';

const fileSchema = z.object({ bans: z.array(banSchema) });

/** Empty when there is no file, or a broken one. */
export function readBanFile(file: string, log: Logger): Ban[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).bans;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing) log.warn('the kept bans cannot be read, and none is in force', { file, ...faultFields(error) });
    return [];
  }
}

/** Replaces the file in one step. Only its owner may read it: it names sites. Throws when the disk does not take it. */
export function writeBanFile(file: string, bans: readonly Ban[]): void {
  writeFileSync(`${file}.next`, JSON.stringify({ bans }), { mode: 0o600 });
  renameSync(`${file}.next`, file);
}
