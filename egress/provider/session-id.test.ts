import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sessionId } from './session-id.ts';

const parts = fc.array(fc.oneof(fc.string(), fc.constant(null)), { maxLength: 6 });

it('has the characters and the length that were asked for, and is always the same', () => {
  const form = fc.record({
    characters: fc.constantFrom('alphanumeric', 'digits'),
    length: fc.integer({ min: 8, max: 32 }),
  });
  fc.assert(
    fc.property(parts, form, (names, wanted) => {
      const id = sessionId(names, wanted);
      expect(id).toMatch(wanted.characters === 'digits' ? /^\d+$/ : /^[0-9a-z]+$/);
      expect(id).toHaveLength(wanted.length);
      expect(sessionId(names, wanted)).toBe(id);
    }),
  );
});

it('tells apart what is not the same, also where it would read the same in a row', () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      const form = { characters: 'alphanumeric', length: 16 } as const;
      expect(sessionId(one, form)).not.toBe(sessionId(other, form));
    }),
  );
});
