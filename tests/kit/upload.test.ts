import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { uploadOf } from './upload.ts';

it('holds the body while it is needed', () => {
  const upload = uploadOf(Buffer.from('abc'));
  expect(readFileSync(upload.file, 'utf8')).toBe('abc');
  upload[Symbol.dispose]();
  expect(existsSync(upload.file)).toBe(false);
});
