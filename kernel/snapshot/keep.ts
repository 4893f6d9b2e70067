/** The last good snapshot on disk: what a plane serves from when control is away. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Manifest, manifestSchema, type PlaneKind } from '@atlantic/contract/snapshot.ts';
import { z } from 'zod';
import { faultFields, type Logger } from '../observe/log.ts';
import { type PartTexts, readParts, type SnapshotOf, textsSchema } from './parts.ts';

export interface KeptSnapshot<Kind extends PlaneKind = 'egress'> {
  manifest: Manifest;
  /**
   * The parts as control sent them. They are kept rather than what was read from them, so that damage shows by their
   * digests, and so that a newer Atlantic finds the fields that this one does not know.
   */
  texts: PartTexts<Kind>;
  snapshot: SnapshotOf<Kind>;
}

const fileSchema = <Kind extends PlaneKind>(kind: Kind) =>
  z.object({ manifest: manifestSchema, texts: textsSchema(kind) });

/** Replaces the kept copy in one step; it holds endpoint passwords, so only its owner may read it. */
export function keepSnapshot<Kind extends PlaneKind>(file: string, { manifest, texts }: KeptSnapshot<Kind>): void {
  const next = `${file}.next`;
  // Flushed before it takes the name, or a power cut could leave an empty file under it.
  writeFileSync(next, JSON.stringify({ manifest, texts }), { mode: 0o600, flush: true });
  renameSync(next, file);
}

/** The kept copy, or undefined when there is none. One that is damaged is set aside, named and reported. */
export function loadSnapshot<Kind extends PlaneKind>(
  kind: Kind,
  file: string,
  log: Logger,
): KeptSnapshot<Kind> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) log.error('the kept snapshot cannot be read', { file, ...faultFields(error) });
    return undefined;
  }
  try {
    const { manifest, texts } = fileSchema(kind).parse(JSON.parse(text));
    return { manifest, texts, snapshot: readParts(kind, manifest, texts) };
  } catch {
    const aside = `${file}.damaged`;
    renameSync(file, aside);
    log.error('the kept snapshot is damaged and was set aside', { file: aside });
    return undefined;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
