import type { Offered } from '@atlantic/contract/supply/channel.ts';
import { expect, it } from 'vitest';
import { keysOf, listenerOf, offeredEndpoints, offerText } from './rules.ts';

const plain: Offered = { kind: 'socks5', host: '192.0.2.1', port: 1080, provenAt: 5 };
const placed: Offered = {
  kind: 'http',
  host: '192.0.2.2',
  port: 80,
  username: 'u',
  password: 'p',
  country: 'de',
  asn: 7,
  provenAt: 6,
};

it('makes endpoints of what is offered, each once', () => {
  expect(offeredEndpoints('public', [plain, placed, { ...plain, provenAt: 9 }])).toEqual([
    expect.objectContaining({ address: 'socks5://192.0.2.1:1080', kind: 'socks5', provenAt: 9 }),
    expect.objectContaining({ username: 'u', password: 'p', country: 'de', asn: 7, provenAt: 6 }),
  ]);
});

it('knows each endpoint by the key of its proxy', () => {
  const ids = offeredEndpoints('public', [plain, placed]).map(({ id }) => id);
  const keys = ['socks5://192.0.2.1:1080', 'http://u@192.0.2.2:80'];
  expect(keysOf('public', [plain, placed])).toEqual(ids.map((id, at) => [id, keys[at]]));
});

it('finds the same offer the same in another order', () => {
  expect(offerText([plain, placed])).toBe(offerText([placed, plain]));
  expect(offerText([plain])).not.toBe(offerText([{ ...plain, provenAt: 6 }]));
});

it.each([
  [undefined, undefined, undefined],
  ['http://192.0.2.1:9/', '127.0.0.1:8083', 'http://192.0.2.1:9'],
  [undefined, '127.0.0.1:8083', 'http://127.0.0.1:8083'],
  [undefined, '0.0.0.0:8083', 'http://127.0.0.1:8083'],
  [undefined, '[::]:8083', 'http://[::1]:8083'],
  [undefined, '127.0.0.1:0', undefined],
])('said %j and told %j, it answers at %j', (reported, listen, url) => expect(listenerOf(reported, listen)).toBe(url));
