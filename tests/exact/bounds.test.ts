import { expect, it } from 'vitest';
import { mostOf, readBounds } from './bounds.ts';

it('is the most that the kernel says', () => {
  expect(mostOf('4096\t16384\t4194304\n')).toBe(4_194_304);
  expect(() => mostOf('4096')).toThrow('not the three sizes');
});

it('is known on this machine', () => {
  const { sendQueue, receiveQueue } = readBounds();
  expect(sendQueue).toBeGreaterThan(65_536);
  expect(receiveQueue).toBeGreaterThan(65_536);
});
