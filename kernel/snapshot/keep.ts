/** The last good snapshot on disk: what a plane serves from when control is away. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Manifest, manifestSchema, type Snapshot } from '@atlantic/contract/snapshot.ts';
import { z } from 'zod';
import { faultFields, type Logger } from '../observe/log.ts';
import { type PartTexts, readParts } from './parts.ts';

export interface KeptSnapshot {
  manifest: Manifest;
  /**
   * The parts as control sent them. They are kept rather than what was read from them, so that damage shows by their
   * digests, and so that a newer Atlantic finds the fields that this one does not know.
   */
  texts: PartTexts;
  snapshot: Snapshot;
}

const fileSchema = z.object({
  manifest: manifestSchema,
  texts: z.object({
    egress: z.string(),
    accounts: z.string(),
    credentials: z.string(),
    pools: z.string(),
    routes: z.string(),
  }),
});

/** Replaces the kept copy in one step; it holds endpoint passwords, so only its owner may read it. */
export function keepSnapshot(file: string, { manifest, texts }: KeptSnapshot): void {
  const next = `${file}.next`;
  // Flushed before it takes the name, or a power cut could leave an empty file under it.
  writeFileSync(next, JSON.stringify({ manifest, texts }), { mode: 0o600, flush: true });
  renameSync(next, file);
}

/** The kept copy, or undefined when there is none. One that is damaged is set aside, named and reported. */
export function loadSnapshot(file: string, log: Logger): KeptSnapshot | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) log.error('the kept snapshot cannot be read', { file, ...faultFields(error) });
    return undefined;
  }
  try {
    const { manifest, texts } = fileSchema.parse(JSON.parse(text));
    return { manifest, texts, snapshot: readParts(manifest, texts) };
  } catch {
    const aside = `${file}.damaged`;
    renameSync(file, aside);
    log.error('the kept snapshot is damaged and was set aside', { file: aside });
    return undefined;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
