import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitUsername } from './username.ts';

it.each([
  ['alice', 'alice', []],
  ['', '', []],
  ['alice-country-us', 'alice', [['country', 'us']]],
  [
    'a_1-x-y-z',
    'a_1',
    [
      ['x', 'y'],
      ['z', undefined],
    ],
  ],
  ['alice-', 'alice', [['', undefined]]],
  ['-a-b', '', [['a', 'b']]],
  ['alice--b', 'alice', [['', 'b']]],
])('%s', (text, username, pairs) => {
  const given = pairs.map(([name, value]) => ({ name, value }));
  expect(splitUsername(text)).toEqual({ username, given });
});

it('loses nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('-', 'a', 'é') }), (text) => {
      const { username, given } = splitUsername(text);
      const words = given.flatMap(({ name, value }) => (value === undefined ? [name] : [name, value]));
      expect([username, ...words].join('-')).toBe(text);
    }),
  );
});
