import { expect, it } from 'vitest';
import { overloadSchema } from './overload.ts';

it('leaves to the machine what is not configured', () => {
  expect(overloadSchema.parse({})).toEqual({ descriptors: 0.9, loopDelayMs: 500 });
});

it.each([
  [{ connections: 0 }],
  [{ connectionsPerAddress: 1.5 }],
  [{ descriptors: 1.1 }],
  [{ memoryBytes: 1_000 }],
  [{ loopDelayMs: 1 }],
])('does not take %j', (settings) => {
  expect(overloadSchema.safeParse(settings).success).toBe(false);
});
