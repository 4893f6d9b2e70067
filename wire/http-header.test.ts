import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeaderList, headerValues, listTokens, trimSpaces, withoutHeaders } from './http-header.ts';

const LIST: HeaderList = [
  ['Via', '1.1 a'],
  ['Accept', 'x, ,Y ,\tz'],
  ['VIA', '1.1 b'],
  ['accept', 'W'],
];

describe('header lists', () => {
  it('finds values without case, in order', () => {
    expect(headerValues(LIST, 'via')).toEqual(['1.1 a', '1.1 b']);
    expect(headerValues(LIST, 'Host')).toEqual([]);
  });

  it('splits lists over all lines, in lower case, without empty members', () => {
    expect(listTokens(LIST, 'Accept')).toEqual(['x', 'y', 'z', 'w']);
  });

  it('drops names without case and keeps the order of the others', () => {
    expect(withoutHeaders(LIST, ['aCCept'])).toEqual([
      ['Via', '1.1 a'],
      ['VIA', '1.1 b'],
    ]);
  });
});

describe('trimSpaces', () => {
  it('trims spaces and tabs, and nothing else', () => {
    expect(trimSpaces(' \t a b\t ')).toBe('a b');
    expect(trimSpaces('\xa0a\xa0')).toBe('\xa0a\xa0');
    expect(trimSpaces(' \t')).toBe('');
  });

  it('leaves text that neither starts nor ends with them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: fc.constantFrom(' ', '\t') }), (text, space) => {
        expect(trimSpaces(`${space}|${text}|${space}`)).toBe(`|${text}|`);
      }),
    );
  });
});
