import { overloadSchema } from '@atlantic/contract/overload.ts';
import { expect, it } from 'vitest';
import { ceilingsOf } from './ceilings.ts';

const GIB = 2 ** 30;
const machine = { memory: 8 * GIB, descriptors: 1_000_000, heap: 4 * GIB };
const DEFAULTS = overloadSchema.parse({});

it('are what the machine allows where nothing is configured', () => {
  expect(ceilingsOf(DEFAULTS, machine, 4)).toEqual({
    connections: 4 * 8_192,
    perAddress: 3 * 8_192,
    descriptors: 900_000,
    memory: Math.floor(1.4 * GIB),
    heap: Math.floor(3.4 * GIB),
    loopDelayMs: 500,
    refusals: 256,
  });
});

it.each<[descriptors: number | undefined, connections: number]>([
  [1_000, 2 * 450],
  [2, 2],
  [undefined, 2 * 8_192],
])('of %s descriptors leave two workers %i connections', (descriptors, connections) => {
  expect(ceilingsOf(DEFAULTS, { ...machine, descriptors }, 2).connections).toBe(connections);
});

it('leave descriptors for what is under way while clients are told that there is no room', () => {
  expect(ceilingsOf(DEFAULTS, { ...machine, descriptors: 256 }, 1)).toMatchObject({ descriptors: 230, refusals: 13 });
});

it('are what is configured', () => {
  const settings = overloadSchema.parse({ connections: 10, memoryBytes: GIB, descriptors: 0.5, loopDelayMs: 50 });
  expect(ceilingsOf(settings, machine, 4)).toMatchObject({
    connections: 10,
    perAddress: 7,
    descriptors: 500_000,
    memory: GIB,
    loopDelayMs: 50,
  });
  expect(ceilingsOf({ ...settings, connectionsPerAddress: 3 }, machine, 4).perAddress).toBe(3);
});
