import { expect, it } from 'vitest';
import { digestSchema } from './digest.ts';

it.each([
  ['a1'.repeat(32), true],
  ['A1'.repeat(32), false],
  ['a1'.repeat(31), false],
  [`${'a1'.repeat(32)}\n`, false],
])('%j: %s', (text, good) => expect(digestSchema.safeParse(text).success).toBe(good));
