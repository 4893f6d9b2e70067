import { expect, it } from 'vitest';
import { type EndpointParts, isPort, makeEndpoint, type ParsedEndpoint, readHost, schemeOf } from './endpoint.ts';

it.each<[Omit<EndpointParts, 'scheme'> & Partial<EndpointParts>, ParsedEndpoint]>([
  [{ host: 'Proxy.Example', port: '03128' }, { url: 'http://proxy.example:3128' }],
  [{ host: '[2001:DB8::1]', port: '1' }, { url: 'http://[2001:db8::1]:1' }],
  [{ host: '192.0.2.1', port: '1', username: 'a@b', password: 'c:d/e' }, { url: 'http://a%40b:c%3Ad%2Fe@192.0.2.1:1' }],
  [{ host: 'h', port: '1', username: 'a' }, { url: 'http://a:@h:1' }],
  [{ host: 'h', port: '1', username: '', password: '' }, { url: 'http://h:1' }],
  [{ host: '300.1.1.1', port: '1' }, { reason: 'the host is neither a name nor an address' }],
  [{ host: 'h', port: '65536' }, { reason: 'the port is not a number from 1 to 65535' }],
  [{ host: 'h', port: '1', username: 'a:b' }, { reason: 'the user name holds a colon' }],
  [{ host: 'h', port: '1', password: 'b' }, { reason: 'there is a password without a user name' }],
  [{ host: 'h', port: '1', username: 'a\n' }, { reason: 'the user name or the password holds a control character' }],
  [{ host: 'h', port: '1', username: '\ud800' }, { reason: 'the user name or the password holds a control character' }],
  [{ scheme: 'socks4', host: 'h', port: '1', username: 'a' }, { url: 'socks4://a@h:1' }],
  [
    { scheme: 'socks4a', host: 'h', port: '1', username: 'a', password: 'b' },
    { reason: 'in SOCKS4 there is a user name and no password' },
  ],
  [
    { scheme: 'socks5h', host: 'h', port: '1', username: 'ä'.repeat(128) },
    { reason: 'in SOCKS a user name and a password have at most 255 octets' },
  ],
  [{ host: '[fe80::1%eth0]', port: '1' }, { reason: 'the host is neither a name nor an address' }],
])('makes of %j %j', (parts, expected) => expect(makeEndpoint({ scheme: 'http', ...parts })).toEqual(expected));

it('knows hosts, ports and schemes', () => {
  expect(['h', '[::1]', '::1', '[h]', 'a b', ''].map(readHost)).toEqual([
    'h',
    '::1',
    '::1',
    undefined,
    undefined,
    undefined,
  ]);
  expect(['1', '65535', '0', '65536', '', '1a'].map(isPort)).toEqual([true, true, false, false, false, false]);
  expect([' HTTP ', 'socks', 'socks4a', 'ftp'].map(schemeOf)).toEqual(['http', 'socks5', 'socks4a', undefined]);
});
