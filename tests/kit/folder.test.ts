import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './folder.ts';

it('is there, private, and gone with everything in it', () => {
  const folder = temporaryFolder('x');
  writeFileSync(join(folder.path, 'file'), 'x');
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  folder[Symbol.dispose]();
  expect(existsSync(folder.path)).toBe(false);
});
