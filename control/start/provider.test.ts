import { expect, it } from 'vitest';
import { foundProvider } from './provider.ts';

it('finds what comes with Atlantic', () => expect(foundProvider('oxylabs', '.').provider.title).toBe('Oxylabs'));

it('says which file is not there', () => {
  expect(() => foundProvider('./none.yaml', '/nowhere')).toThrow('/nowhere/none.yaml: cannot be read (ENOENT)');
});
