import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchText, searchable, textPatternProblem } from './text-pattern.ts';

const matches = (pattern: string, text: string) => matchText(pattern)(searchable(Buffer.from(text)));

it.each([
  ['captcha', 'Please solve this CAPTCHA now', true],
  ['captcha', 'cap tcha', false],
  ['access*denied', 'Access was, sadly, DENIED.', true],
  ['access*denied', 'denied access', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['aba*aba', 'ababa', false],
  ['überprüfung', 'Eine überPRüfung', true],
  ['überprüfung', 'Die Uberprufung', false],
  ['.', 'no full stop', false],
])('"%s" in "%s": %s', (pattern, text, wanted) => {
  expect(matches(pattern, text)).toBe(wanted);
});

it('finds every text in itself, whatever stands around it', () => {
  const text = fc.string({ minLength: 1, maxLength: 20 }).filter((one) => !one.includes('*'));
  fc.assert(
    fc.property(text, text, text, (before, needle, behind) => {
      expect(matches(needle, before + needle + behind)).toBe(true);
      expect(matches(`${before}*${behind}`, before + needle + behind)).toBe(true);
    }),
  );
});

it.each(['', '*', '***', 'x'.repeat(201), 'a*b*c*d*e*f*g*h*i'])('"%s" is none', (pattern) => {
  expect(textPatternProblem(pattern)).toBeDefined();
});
