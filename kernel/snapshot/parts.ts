/** From the texts of a snapshot's parts to the snapshot: each text proven by its digest, then by its schema. */
import { createHash } from 'node:crypto';
import { type Manifest, PARTS_OF, type Snapshot, snapshotSchema } from '@atlantic/contract/snapshot.ts';

/** The parts as control sent them. A digest names the very text, so it cannot be made again from the parsed value. */
export type PartTexts = Record<keyof Snapshot, string>;

/** Throws when a text is not the one its digest in `manifest` names, or does not have the shape of its part. */
export function readParts(manifest: Manifest, texts: PartTexts): Snapshot {
  for (const name of PARTS_OF.egress) {
    const digest = createHash('sha256').update(texts[name]).digest('hex');
    if (digest !== manifest.parts[name]) throw new Error(`part ${name} is not what its digest says`);
  }
  return snapshotSchema.parse(Object.fromEntries(PARTS_OF.egress.map((name) => [name, JSON.parse(texts[name])])));
}
