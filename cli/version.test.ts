import { expect, it } from 'vitest';
import { readVersion } from './version.ts';

it('is three numbers', () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/);
});
