import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBasic, parseBasic } from './basic-auth.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('Basic credentials (RFC 7617)', () => {
  it.each([
    // RFC 7617 §2 and §2.1.
    ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', { username: 'Aladdin', secret: 'open sesame' }],
    ['Basic dGVzdDoxMjPCow==', { username: 'test', secret: '123£' }],
    [`BASIC  ${base64('u:a:b')}`, { username: 'u', secret: 'a:b' }],
    [`basic ${base64(':')}`, { username: '', secret: '' }],
    [`basic ${base64('u:')}`, { username: 'u', secret: '' }],
  ])('reads %j', (value, credentials) => {
    expect(parseBasic(value)).toEqual(credentials);
  });

  it.each([
    ['', 'nothing'],
    ['Basic', 'no credentials'],
    ['Basic ', 'no credentials'],
    ['Bearer dTpw', 'another scheme'],
    ['BasicdTpw', 'no space'],
    ['Basic\tdTpw', 'a tab for a space'],
    ['Basic dTpw ', 'a space behind'],
    ['Basic dTpw, Basic dTpw', 'two of them'],
    ['Basic dTp3dA', 'no padding'],
    ['Basic dTpwdx==', 'stray bits'],
    ['Basic dT-w', 'base64url'],
    ['Basic d=Tp', 'padding in the middle'],
    [`Basic ${base64('nocolon')}`, 'no colon'],
    [`Basic ${base64('u\n:p')}`, 'a control character'],
    [`Basic ${base64('u:p\0')}`, 'a control character'],
    [`Basic ${Buffer.from([0x75, 0x3a, 0xff]).toString('base64')}`, 'not UTF-8'],
  ])('refuses %j: %s', (value) => {
    expect(parseBasic(value)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((part) => !/\p{Cc}/u.test(part));
    fc.assert(
      fc.property(text, text, (name, secret) => {
        const username = name.replaceAll(':', '');
        expect(parseBasic(formatBasic(username, secret))).toEqual({ username, secret });
      }),
    );
  });

  it('reads any value without throwing, and only the one spelling of credentials', () => {
    const value = fc.string({ unit: fc.constantFrom('Basic ', 'dTpw', 'd', 'T', '=', ' ', '\xff', 'w') });
    fc.assert(
      fc.property(value, (header) => {
        const parsed = parseBasic(header);
        if (parsed) expect(formatBasic(parsed.username, parsed.secret)).toBe(header.replace(/^basic +/i, 'Basic '));
      }),
      { numRuns: 500 },
    );
  });
});
