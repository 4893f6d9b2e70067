import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { descriptorLimit, openDescriptors, readMachine } from './machine.ts';

describe('a machine', () => {
  it('says what a process may have', () => {
    const { memory, heap, descriptors = 1 } = readMachine();
    expect([memory > 0, heap > 0, descriptors > 0]).toEqual([true, true, true]);
  });

  it.runIf(process.platform === 'linux')('counts the descriptors that are open', () => {
    const before = openDescriptors();
    const opened = Array.from({ length: 20 }, () => openSync(import.meta.filename, 'r'));
    expect(openDescriptors()).toBe(before + 20);
    for (const each of opened) closeSync(each);
  });
});

it.each([
  ['Max open files            1024                 524288               files     \n', 1_024],
  ['Max open files            unlimited            unlimited            files     \n', undefined],
  ['', undefined],
])('of %j the limit is %s', (text, limit) => {
  expect(descriptorLimit(text)).toBe(limit);
});
