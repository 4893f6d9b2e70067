import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointLine } from './line.ts';

it.each([
  ['192.0.2.1:8080', 'http://192.0.2.1:8080'],
  ['proxy.example:8080', 'http://proxy.example:8080'],
  ['[2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
  ['anna:hush@192.0.2.1:8080', 'http://anna:hush@192.0.2.1:8080'],
  ['anna:hu@sh@192.0.2.1:8080', 'http://anna:hu%40sh@192.0.2.1:8080'],
  ['anna:100%@192.0.2.1:8080', 'http://anna:100%25@192.0.2.1:8080'],
  ['192.0.2.1:8080:anna:hush', 'http://anna:hush@192.0.2.1:8080'],
  ['192.0.2.1:8080:anna:hu:sh', 'http://anna:hu%3Ash@192.0.2.1:8080'],
  ['[2001:db8::1]:8080:anna:hush', 'http://anna:hush@[2001:db8::1]:8080'],
  ['192.0.2.1:8080:anna:', 'http://anna:@192.0.2.1:8080'],
  ['anna:hush:192.0.2.1:8080', 'http://anna:hush@192.0.2.1:8080'],
  ['anna:hu:sh:192.0.2.1:8080', 'http://anna:hu%3Ash@192.0.2.1:8080'],
  // Both sides could be an address: the first is.
  ['one.example:1:two.example:2', 'http://two.example:2@one.example:1'],
  ['anna:pass:two.example:2', 'http://anna:pass@two.example:2'],
  ['socks5://192.0.2.1:1080', 'socks5://192.0.2.1:1080'],
  ['SOCKS5H://anna:hu%40sh@192.0.2.1:1080/', 'socks5h://anna:hu%40sh@192.0.2.1:1080'],
  ['socks4a://192.0.2.1:1080', 'socks4a://192.0.2.1:1080'],
  ['https://192.0.2.1:443', 'https://192.0.2.1:443'],
  ['https://192.0.2.1', 'https://192.0.2.1:443'],
  ['socks5://anna:hush@[2001:db8::1]', 'socks5://anna:hush@[2001:db8::1]:1080'],
  ['socks4://anna@h.example', 'socks4://anna@h.example:1080'],
  ['https://192.0.2.1:443:anna:hush', 'https://anna:hush@192.0.2.1:443'],
])('reads %s', (line, url) => expect(parseEndpointLine(line, 'http')).toEqual({ url }));

it.each([
  '192.0.2.1',
  '192.0.2.1:',
  ':8080',
  'ftp://192.0.2.1:21',
  'http://192.0.2.1',
  'socks5://',
  '2001:db8::1:8080',
  'a:b:c',
  'anna:hush@192.0.2.1',
  'a b:1',
  'anna:hush:x:y',
])('says why %s is none, without repeating it', (line) => {
  const parsed = parseEndpointLine(line, 'http');
  expect(parsed).toHaveProperty('reason');
  expect(JSON.stringify(parsed)).not.toContain('hush');
});

const host = fc.oneof(
  fc.ipV4(),
  fc.domain(),
  fc.ipV6().map((address) => `[${address}]`),
);
const port = fc.integer({ min: 1, max: 65_535 });
/** Whatever one may be called, but for what separates in every form. */
const word = fc
  .stringMatching(/^[^\s:@[\]/\p{C}]{1,20}$/u)
  .filter((text) => !/^\d+$/.test(text) && !text.includes('.'));

describe('a line', () => {
  it('means the same in every form', () => {
    fc.assert(
      fc.property(host, port, word, word, (name, number, user, password) => {
        const address = `${name}:${number}`;
        const forms = [
          `${user}:${password}@${address}`,
          `${address}:${user}:${password}`,
          `socks5://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${address}`,
        ].map((form) => parseEndpointLine(form, 'socks5'));
        expect(forms[0]).toHaveProperty('url');
        expect(forms[1]).toEqual(forms[0]);
        expect(forms[2]).toEqual(forms[0]);
      }),
    );
  });

  it('is a URL that is read as itself, or a reason', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^[a-c:@[\].0-9/]{0,30}$/),
    );
    fc.assert(
      fc.property(anything, (line) => {
        const parsed = parseEndpointLine(line, 'http');
        if ('url' in parsed) expect(parseEndpointLine(parsed.url, 'socks4')).toEqual(parsed);
        else expect(parsed.reason).toMatch(/^[a-z]/);
      }),
      { numRuns: 1000 },
    );
  });
});
