import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { malformedOption, quoted, unknownOption } from './option-error.ts';
import { OPTION_RULES } from './table.ts';

describe('the client’s own text', () => {
  it('is cut after 40 characters, whatever they are made of', () => {
    expect(quoted('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
    expect(quoted('x'.repeat(41))).toBe(`"${'x'.repeat(40)}…"`);
    expect(quoted('😀'.repeat(50))).toBe(`"${'😀'.repeat(40)}…"`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect([...quoted(text)].length).toBeLessThanOrEqual(43);
      }),
    );
  });

  it('cannot steer a terminal or turn the line around', () => {
    expect(quoted('a\x1b[31m\r\n\u202eb\ud800')).toBe('"a?[31m???b?"');
  });
});

describe('an unknown option', () => {
  it.each([
    ['contry', 'There is no option "contry". Did you mean country?'],
    ['Session', 'There is no option "Session". Did you mean session?'],
    [
      'zone',
      'There is no option "zone". The options are country, state, city, asn, session, lifetime, idle, rotate, strict.',
    ],
  ])('%s', (name, detail) => {
    expect(unknownOption(name)).toMatchObject({ code: 'option_unknown', detail, retryable: false });
  });
});

it('names the option and its values when one is malformed', () => {
  for (const rule of OPTION_RULES) {
    const detail = `The option ${rule.name} must be ${rule.values}; it`;
    expect(malformedOption(rule, '?')).toMatchObject({ code: 'option_malformed', detail: `${detail} is "?".` });
    expect(malformedOption(rule, undefined).detail).toBe(`${detail} has no value.`);
  }
});
