/** The configuration file as a JSON Schema (draft 2020-12), for documents and editors. */
import { z } from 'zod';
import { configSchema } from './schema.ts';

/** What a file may hold, before defaults are filled in. What only code can judge is in the descriptions. */
export const configJsonSchema = (): z.core.JSONSchema.BaseSchema => z.toJSONSchema(configSchema, { io: 'input' });
