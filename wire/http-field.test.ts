import { describe, expect, it } from 'vitest';
import { createFieldSection, FIELD_LIMIT } from './http-field.ts';

describe('field lines (RFC 9112 §5)', () => {
  it.each([
    ['Name: value', ['Name', 'value']],
    ['name:value', ['name', 'value']],
    ['name: \t a: b\t ', ['name', 'a: b']],
    ['name:', ['name', '']],
    ["!#$%&'*+-.^_`|~09azAZ: x", ["!#$%&'*+-.^_`|~09azAZ", 'x']],
    ['name: \xa0\xff', ['name', '\xa0\xff']],
  ])('reads %j', (line, field) => {
    const section = createFieldSection('request');
    expect(section.add(line)).toBeUndefined();
    expect(section.fields).toEqual([field]);
  });

  it.each([
    [' folded', 'a header line begins with white space'],
    ['\tfolded', 'a header line begins with white space'],
    ['no colon', 'a header line has no colon'],
    [': value', 'a header name is not a token'],
    ['na me: value', 'a header name is not a token'],
    ['n\xe4me: value', 'a header name is not a token'],
    ['"name": value', 'a header name is not a token'],
  ])('refuses %j on both sides', (line, detail) => {
    expect(createFieldSection('request').add(line)).toEqual({ code: 'request_malformed', detail });
    expect(createFieldSection('response').add(line)).toEqual({ code: 'response_malformed', detail });
  });

  it('refuses space before the colon in a request and removes it from a response (RFC 9112 §5.1)', () => {
    expect(createFieldSection('request').add('name : value')).toEqual({
      code: 'request_malformed',
      detail: 'white space between a header name and its colon',
    });
    const response = createFieldSection('response');
    expect(response.add('name \t: value')).toBeUndefined();
    expect(response.fields).toEqual([['name', 'value']]);
  });

  it('takes its number of lines and no more', () => {
    const section = createFieldSection('request');
    for (let count = 0; count < FIELD_LIMIT; count++) expect(section.add('a: b')).toBeUndefined();
    expect(section.add('a: b')).toEqual({ code: 'request_head_too_large', detail: 'more than 200 header lines' });
    expect(section.fields).toHaveLength(FIELD_LIMIT);
  });

  it('takes linear time over spaces inside a value', () => {
    const section = createFieldSection('request');
    const value = `a${' '.repeat(500_000)}b`;
    expect(section.add(`name: ${value}`)).toBeUndefined();
    expect(section.fields).toEqual([['name', value]]);
  });
});
