import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEndpointUrl } from '../config/endpoint-url.ts';
import { proxyKey, proxyUrl, type SupplyAddress, shownAddress } from './proxy.ts';

it.each<[SupplyAddress, string, string, string]>([
  [
    { kind: 'http', host: '192.0.2.1', port: 8080 },
    'http://192.0.2.1:8080',
    'http://192.0.2.1:8080',
    'http://192.0.2.1:8080',
  ],
  [
    { kind: 'socks5', host: '2001:db8::1', port: 1, username: 'a@b', password: 'c d' },
    'socks5://[2001:db8::1]:1',
    'socks5://a%40b@[2001:db8::1]:1',
    'socks5://a%40b:c%20d@[2001:db8::1]:1',
  ],
  [
    { kind: 'socks4', host: 'h.example', port: 1080, username: 'anna' },
    'socks4://h.example:1080',
    'socks4://anna@h.example:1080',
    'socks4://anna@h.example:1080',
  ],
])('writes %j', (address, shown, key, url) => {
  expect([shownAddress(address), proxyKey(address), proxyUrl(address)]).toEqual([shown, key, url]);
});

it('writes a URL that the reader of endpoints understands', () => {
  const word = fc.stringMatching(/^[^:\p{C}]{1,20}$/u);
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 1, max: 65_535 }), word, word, (host, port, username, password) => {
      const address = { kind: 'http', host: host.toLowerCase(), port, username, password } as const;
      expect(parseEndpointUrl(proxyUrl(address))).toEqual(address);
    }),
  );
});
