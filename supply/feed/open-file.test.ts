import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { expect, it } from 'vitest';
import { readFeedFile } from './open-file.ts';

async function read(path: string, most = 1_000_000): Promise<number> {
  let octets = 0;
  for await (const piece of readFeedFile(path, most)) octets += piece.length;
  return octets;
}

it('reads files, also through a link, and no more than it may', async () => {
  const folder = freshFolder();
  const file = join(folder, 'list.txt');
  writeFileSync(file, Buffer.alloc(200_000, 'x'));
  symlinkSync(file, join(folder, 'link'));
  expect(await read(file)).toBe(200_000);
  expect(await read(join(folder, 'link'), 200_000)).toBe(200_000);
  await expect(read(file, 199_999)).rejects.toMatchObject({ problem: 'too-large' });
});

it('reads nothing that only looks like a file', async () => {
  const folder = freshFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const path of [folder, '/dev/zero', join(folder, 'pipe'), join(folder, 'none')])
    await expect(read(path)).rejects.toMatchObject({ problem: 'unreadable-file' });
  await expect(read(join(folder, 'none'))).rejects.toMatchObject({ detail: 'ENOENT' });
});
