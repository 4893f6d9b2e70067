import { expect, it } from 'vitest';
import { incoherences } from './coherence.ts';

const GOOD = {
  login: { separator: '-' },
  products: [{ name: 'all' }, { name: 'few', options: ['city'] }],
  options: [{ option: 'country' }, { option: 'city', spaces: 'underscore' }],
  errors: [{ status: 407 }, { headers: ['x-error'], contains: ['limit'] }],
  examples: [{}, { product: 'few' }],
};

it('finds nothing in a file that fits together', () => expect(incoherences(GOOD)).toEqual([]));

it.each<[changes: Partial<typeof GOOD> | object, place: string]>([
  [{ login: { separator: '_' } }, 'options.1.spaces'],
  [{ options: [...GOOD.options, { option: 'city' }] }, 'options.2.option'],
  [{ products: [{ name: 'all' }, { name: 'all' }], examples: [] }, 'products.1.name'],
  [{ products: [{ name: 'all', options: ['asn'] }], examples: [] }, 'products.0.options.0'],
  [{ errors: [{ status: 407, contains: ['limit'] }] }, 'errors.0.contains'],
  [{ errors: [{}] }, 'errors.0'],
  [{ examples: [{ product: 'none' }] }, 'examples.0.product'],
])('sees what %j breaks', (changes, place) => {
  expect(incoherences({ ...GOOD, ...changes }).map(({ path }) => path.join('.'))).toEqual([place]);
});
