import { expect, it } from 'vitest';
import { createLookup } from './lookup.ts';

it('has no address for a name that cannot be one', async () => {
  await expect(createLookup()('a name with spaces..')).rejects.toThrow();
});
