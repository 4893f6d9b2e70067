/** Which keys a block of the configuration may have, read from the schema itself so that the two cannot disagree. */
import { z } from 'zod';
import { type ConfigPath, valueAt } from './path.ts';

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
  return wrapped ? unwrap(schema.unwrap()) : schema;
}

/**
 * The object schema that judges `value`: of a union, the option whose discriminator agrees with the value's, or the only
 * block there is beside texts and numbers.
 */
function objectFor(schema: z.core.$ZodType | undefined, value: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (!(schema instanceof z.ZodUnion)) return undefined;
  if (!(schema instanceof z.ZodDiscriminatedUnion))
    return schema.options.find((option) => option instanceof z.ZodObject);
  const { discriminator } = schema.def;
  return schema.options
    .filter((option) => option instanceof z.ZodObject)
    .find((option) => z.safeParse(option.shape[discriminator] ?? z.never(), valueAt(value, [discriminator])).success);
}

/** The keys allowed in the block at `path` of `data`; empty when that place holds no block. */
export function allowedKeys(schema: z.ZodType, data: unknown, path: ConfigPath): string[] {
  let here: z.core.$ZodType | undefined = unwrap(schema);
  for (const [depth, part] of path.entries()) {
    const object = objectFor(here, valueAt(data, path.slice(0, depth)));
    const next: z.core.$ZodType | undefined = here instanceof z.ZodArray ? here.element : object?.shape[part];
    if (next === undefined) return [];
    here = unwrap(next);
  }
  return Object.keys(objectFor(here, valueAt(data, path))?.shape ?? {});
}
