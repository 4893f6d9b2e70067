import { expect, it } from 'vitest';
import { isKnownField, namesEndpoint, parseEndpointRecord } from './record.ts';

it.each([
  [{ host: 'h.example', port: 1 }, { url: 'http://h.example:1' }],
  [{ IP: '192.0.2.1', Port: '8080', Type: 'SOCKS5' }, { url: 'socks5://192.0.2.1:8080' }],
  [
    { proxy_address: '192.0.2.1', port: 1, username: 'anna', password: 'hush' },
    { url: 'http://anna:hush@192.0.2.1:1' },
  ],
  [{ ip: '192.0.2.1', port: '1', protocols: ['socks4', 'http'], user: null }, { url: 'socks4://192.0.2.1:1' }],
  [{ url: 'https://anna:hush@h.example:1', country: 'US' }, { url: 'https://anna:hush@h.example:1' }],
  [{ proxy: 'h.example:1', protocol: 'socks5' }, { url: 'socks5://h.example:1' }],
  [{ ip: '192.0.2.1' }, { reason: 'there is no port' }],
  [{ port: 1 }, { reason: 'there is no host' }],
  [
    { ip: '192.0.2.1', port: 1, type: 'elite' },
    { reason: 'the protocol is not one of http, https, socks4, socks4a, socks5, socks5h' },
  ],
])('reads %j', (record, expected) => {
  expect(parseEndpointRecord(new Map(Object.entries(record)), 'http')).toMatchObject(expected);
});

it('reads what is known of it, by the names that lists have for it', () => {
  const read = (record: object) =>
    parseEndpointRecord(new Map(Object.entries({ host: 'h.example', port: 1, ...record })), 'http');
  expect(
    read({
      Country_Code: 'US',
      country: 'United States',
      region: 'New York',
      city_name: 'New York',
      asn: 'AS64500',
      weight: 2.5,
    }),
  ).toEqual({
    url: 'http://h.example:1',
    attributes: { weight: 2.5, country: 'us', state: 'new_york', city: 'new_york', asn: 64_500 },
    remarks: [],
  });
  expect(read({ country: 'United States', city: 'Chicago', weight: 0 })).toMatchObject({
    attributes: {},
    remarks: { length: 3 },
  });
});

it('knows the names of fields', () => {
  expect([['IP', 'Port'], ['url'], ['host'], ['name', 'port']].map(namesEndpoint)).toEqual([true, true, false, false]);
  expect([' Password ', 'latency'].map(isKnownField)).toEqual([true, false]);
});
