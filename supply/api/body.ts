/** Bodies of requests: JSON that is checked. */
import type { z } from 'zod';
import { Refusal } from './answer.ts';

/** Octets of a body, unless an operation takes more. */
export const MOST_BODY = 64 * 1024;

/** An empty body is `{}`. Throws `validation_failed`, which names the first field that is wrong. */
export function readBody<Schema extends z.ZodType>(body: Buffer, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('validation_failed', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal('validation_failed', `The field ${issue?.path.join('.') || 'body'}: ${issue?.message}.`);
}
