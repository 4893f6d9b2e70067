/** SHA-256 as the processes write it to each other. */
import { z } from 'zod';

/** 64 lower-case hexadecimal digits. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);
