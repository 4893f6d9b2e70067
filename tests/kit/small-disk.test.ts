import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeSmallDisk } from './small-disk.ts';

it('is full when so much lies on it', async ({ skip }) => {
  await using disk = await makeSmallDisk(1_048_576);
  if (disk === undefined) return skip('only root on Linux can make a small disk');
  writeFileSync(join(disk.path, 'half'), Buffer.alloc(524_288));
  expect(() => writeFileSync(join(disk.path, 'rest'), Buffer.alloc(1_048_576))).toThrow('ENOSPC');
});
