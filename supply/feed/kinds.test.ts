import { expect, it } from 'vitest';
import { kindOf, kindsOf } from './kinds.ts';

it.each([
  ['http', 'http'],
  ['SOCKS', 'socks5'],
  ['socks5h', 'socks5'],
  ['socks4a', 'socks4'],
  ['https', 'https'],
  ['vmess', undefined],
  ['', undefined],
])('knows %s', (scheme, kind) => expect(kindOf(scheme)).toBe(kind));

it.each([
  ['HTTP', ['http'], true],
  ['socks4/5', ['socks4', 'socks5'], true],
  ['SOCKS v5', ['socks5'], true],
  ['Socks 4', ['socks4'], true],
  ['http|socks4', ['http', 'socks4'], true],
  ['HTTP, HTTPS', ['http'], true],
  ['https', ['http', 'https'], true],
  ['https socks5', ['http', 'https', 'socks5'], true],
  ['http elite', ['http'], false],
  ['elite', [], false],
  ['', [], false],
])('reads %s', (text, kinds, only) => expect(kindsOf(text)).toEqual({ kinds, only }));
