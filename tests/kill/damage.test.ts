import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../kit/folder.ts';
import { createRandom } from '../kit/random.ts';
import { DAMAGES, damageFile } from './damage.ts';

it.each(DAMAGES)('a file is not what it was once it is %s', (damage) => {
  using folder = temporaryFolder('damage');
  const file = join(folder.path, 'file');
  const whole = Buffer.alloc(1280, 'content ');
  writeFileSync(file, whole);
  damageFile(file, damage, createRandom(1));
  const after = readFileSync(file);
  expect(after.equals(whole)).toBe(false);
  expect(after.length).toBeLessThanOrEqual(whole.length);
});

it('refuses a file that is too short to hold anything', () => {
  using folder = temporaryFolder('damage');
  const file = join(folder.path, 'file');
  writeFileSync(file, 'short');
  expect(() => damageFile(file, 'flipped', createRandom(1))).toThrow('too short');
});
