import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseRunTime, processorSeconds } from './processor-time.ts';

test('the first number of schedstat', () => {
  expect(parseRunTime('123456789 42 7\n')).toBe(123_456_789);
  expect(parseRunTime('')).toBe(0);
});

test.runIf(process.platform === 'linux')('work is seen, a process that is gone has done none', () => {
  const before = processorSeconds([process.pid]);
  createHash('sha256').update(Buffer.alloc(1e7)).digest();
  expect(processorSeconds([process.pid])).toBeGreaterThan(before);
  // Larger than any process id (proc(5), pid_max).
  expect(processorSeconds([2 ** 22 + 1])).toBe(0);
});
