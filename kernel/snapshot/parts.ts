/** From the texts of a snapshot's parts to the snapshot: each text proven by its digest, then by its schema. */
import { createHash } from 'node:crypto';
import { type Manifest, PARTS_OF, type PlaneKind, partSchemas } from '@atlantic/contract/snapshot.ts';
import { z } from 'zod';

/** The parts that planes of a kind follow. */
export type PartOf<Kind extends PlaneKind> = (typeof PARTS_OF)[Kind][number];

/** What planes of a kind serve from. */
export type SnapshotOf<Kind extends PlaneKind> = {
  [Name in PartOf<Kind>]: z.output<(typeof partSchemas)[Name]>;
};

/** The parts as control sent them. A digest names the very text, so it cannot be made again from the parsed value. */
export type PartTexts<Kind extends PlaneKind = 'egress'> = Record<PartOf<Kind>, string>;

export const partNames = <Kind extends PlaneKind>(kind: Kind): readonly PartOf<Kind>[] => PARTS_OF[kind];

/** Throws when a text is not the one its digest in `manifest` names, or does not have the shape of its part. */
export function readParts<Kind extends PlaneKind>(
  kind: Kind,
  manifest: Manifest,
  texts: PartTexts<Kind>,
): SnapshotOf<Kind> {
  const read = partNames(kind).map((name) => {
    const digest = createHash('sha256').update(texts[name]).digest('hex');
    if (digest !== manifest.parts[name]) throw new Error(`part ${name} is not what its digest says`);
    return [name, partSchemas[name].parse(JSON.parse(texts[name]))] as const;
  });
  return Object.fromEntries(read) as SnapshotOf<Kind>;
}

/** Of texts that were kept. */
export const textsSchema = <Kind extends PlaneKind>(kind: Kind): z.ZodType<PartTexts<Kind>> =>
  z.object(Object.fromEntries(partNames(kind).map((name) => [name, z.string()]))) as unknown as z.ZodType<
    PartTexts<Kind>
  >;
