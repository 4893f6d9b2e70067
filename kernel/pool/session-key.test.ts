import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sessionKey } from './session-key.ts';

it('is another one for another session, credential, spelling or life, and always the same for the same', () => {
  expect(sessionKey('c', 'a', 0)).not.toBe(sessionKey('c', 'A', 0));
  expect(sessionKey('c', 'a', 0)).not.toBe(sessionKey('d', 'a', 0));
  expect(sessionKey('c', 'a', 7)).toBe(sessionKey('c', 'a', 7));
});

it('tells lives apart evenly', () => {
  const life = fc.integer({ min: 0, max: 2 ** 47 });
  fc.assert(
    fc.property(fc.string(), fc.uniqueArray(life, { minLength: 20, maxLength: 20 }), (session, lives) => {
      expect(new Set(lives.map((each) => sessionKey('c', session, each))).size).toBeGreaterThan(18);
    }),
  );
});
