import { expect, it } from 'vitest';
import { parseEndpointUrl } from './config/endpoint-url.ts';
import { endpointAddress, endpointOf } from './endpoint.ts';
import { endpointSchema } from './snapshot.ts';

function of(url: string, pool = 'rented') {
  const parsed = parseEndpointUrl(url);
  if (!parsed) throw new Error(`${url} is no endpoint`);
  return endpointOf(pool, parsed);
}

it('has an address without its user', () => {
  expect(of('http://anna:hush@[2001:db8::1]:8080')).toEqual({
    id: expect.stringMatching(/^rented-[0-9a-f]{12}$/),
    address: 'http://[2001:db8::1]:8080',
    kind: 'http',
    host: '2001:db8::1',
    port: 8080,
    username: 'anna',
    password: 'hush',
  });
  expect(endpointSchema.parse(of('socks4://h.example'))).toEqual(of('socks4://h.example'));
  expect(endpointAddress({ kind: 'https', host: 'h.example', port: 443 })).toBe('https://h.example:443');
});

it('is the same one whatever its password, and another in another pool, at another port or for another user', () => {
  const { id } = of('http://anna:old@h.example:1');
  expect(of('http://anna:new@h.example:1').id).toBe(id);
  const others = [
    of('http://anna:old@h.example:1', 'own'),
    of('http://anna:old@h.example:2'),
    of('http://h.example:1'),
  ];
  expect(new Set([id, ...others.map((other) => other.id)]).size).toBe(4);
});
