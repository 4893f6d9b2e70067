import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseRunTime, processorSeconds } from './processor-time.ts';

test('user and kernel mode together, behind a name that may hold anything', () => {
  expect(parseRunTime('7 (a) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 9 9 20 0 1')).toBe(3);
  expect(parseRunTime('')).toBe(0);
});

test.runIf(process.platform === 'linux')('work is seen, a process that is gone has done none', () => {
  const before = processorSeconds([process.pid]);
  createHash('sha256').update(Buffer.alloc(5e7)).digest();
  expect(processorSeconds([process.pid])).toBeGreaterThan(before);
  // Larger than any process id (proc(5), pid_max).
  expect(processorSeconds([2 ** 22 + 1])).toBe(0);
});
