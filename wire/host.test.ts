import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHost } from './host.ts';

describe('parseHost', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com.'],
    ['localhost', 'localhost'],
    ['_dmarc.example-1.com', '_dmarc.example-1.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['1.example', '1.example'],
    ['192.0.2.1', '192.0.2.1'],
    ['[2001:DB8:0::1]', '2001:db8::1'],
    ['[::ffff:127.0.0.1]', '::ffff:127.0.0.1'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('reads %s', (text, host) => {
    expect(parseHost(text)).toBe(host);
  });

  it.each([
    ['', 'empty'],
    ['.', 'empty label'],
    ['a..b', 'empty label'],
    ['.a', 'empty label'],
    ['a b', 'space'],
    ['a/b', 'slash'],
    ['user@host', 'user information'],
    ['a%2eb', 'percent'],
    ['b\xfccher.example', 'not ASCII'],
    ['a\0b', 'NUL'],
    ['::1', 'IPv6 without brackets'],
    ['[::1', 'one bracket'],
    ['[127.0.0.1]', 'IPv4 in brackets'],
    ['[fe80::1%25eth0]', 'zone identifier'],
    ['127.1', 'short IPv4'],
    ['2130706433', 'IPv4 as one number'],
    ['0x7f000001', 'IPv4 in hexadecimal'],
    ['0177.0.0.1', 'IPv4 in octal'],
    ['127.0.0.1.', 'IPv4 with the root’s dot'],
    ['1.2.3.256', 'IPv4 out of range'],
    ['a.0x1', 'last label a number'],
    [`${'a'.repeat(64)}.example`, 'label of 64'],
  ])('refuses %j: %s', (text) => {
    expect(parseHost(text)).toBeUndefined();
  });

  it('takes names of 253 characters and no longer', () => {
    const name = `${'a.'.repeat(126)}b`;
    expect(parseHost(name)).toBe(name);
    expect(parseHost(`${name}.`)).toBe(`${name}.`);
    expect(parseHost(`${name}b`)).toBeUndefined();
  });

  it('gives a form that it reads as the same host again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.domain(),
          fc.ipV4(),
          fc.ipV6().map((text) => `[${text}]`),
        ),
        (text) => {
          const host = parseHost(text);
          if (host === undefined) throw new Error(`refused ${text}`);
          expect(parseHost(host.includes(':') ? `[${host}]` : host)).toBe(host);
        },
      ),
    );
  });
});
