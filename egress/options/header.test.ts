import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOptionHeader } from './header.ts';

const given = (...pairs: [string, string | undefined][]) => ({
  given: pairs.map(([name, value]) => ({ name, value })),
});

describe('a header', () => {
  it.each([
    [[], given()],
    [['', ' \t'], given()],
    [['country=us'], given(['country', 'us'])],
    [[' country=us\t,  session=abc '], given(['country', 'us'], ['session', 'abc'])],
    [['country=us,session="a.b"', '', 'lifetime=10'], given(['country', 'us'], ['session', 'a.b'], ['lifetime', '10'])],
    [['session="a, \\"b\\" \\\\"'], given(['session', 'a, "b" \\'])],
    [['session=""'], given(['session', ''])],
    [['strict, a=b'], given(['strict', undefined], ['a', 'b'])],
    [['Country=us, country=de, country=fr'], given(['Country', 'us'], ['country', 'de'], ['country', 'fr'])],
  ])('%j', (values, expected) => {
    expect(readOptionHeader(values)).toEqual(expected);
  });
});

describe('a header that is no dictionary', () => {
  it.each([
    ['country=us; session=a', 'where it says "country=us; session=a".'],
    ['a=b, country us', 'where it says " country us".'],
    ['a=b, country = us', 'where it says " country = us".'],
    ['session="abc', 'where it says "session="abc".'],
    ['session="a"b', 'where it says "session="a"b".'],
    ['a=b,', 'at its end, behind a comma.'],
    ['a=b,,c=d', 'where it says ",c=d".'],
    ['=us', 'where it says "=us".'],
    ['a==b', 'where it says "a==b".'],
  ])('%s', (value, place) => {
    const detail = `Proxy-Options is not of the form country=us, session=abc ${place}`;
    expect(readOptionHeader([value])).toEqual({ error: expect.objectContaining({ code: 'option_malformed', detail }) });
  });
});

it('reads what was written, quoted or not, on however many lines', () => {
  const token = fc.stringMatching(/^[a-z][a-z0-9_.~-]{0,9}$/);
  const member = fc.record({ name: token, value: fc.oneof(token, fc.stringMatching(/^[ -~]{0,12}$/)) });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), fc.boolean(), (members, apart) => {
      const lines = members.map(({ name, value }) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`);
      expect(readOptionHeader(apart ? lines : [lines.join(', ')])).toEqual({ given: members });
    }),
  );
});

it('takes no longer for long nonsense', () => {
  for (const nonsense of ['"', ' ', 'a="', 'a=', ',', '\\']) {
    const value = `a=b,${nonsense.repeat(32_768 / nonsense.length)};`;
    expect(readOptionHeader([value])).toHaveProperty('error');
  }
});
