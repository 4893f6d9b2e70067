import { expect, it } from 'vitest';
import { dialAddress, doorsOf, type Listener } from './doors.ts';

it.each([
  ['127.0.0.1:8080', '127.0.0.1:8080'],
  ['0.0.0.0:8080', '127.0.0.1:8080'],
  ['[::]:8080', '[::1]:8080'],
])('%s is dialled as %s', (bound, dialled) => {
  expect(dialAddress(bound)).toBe(dialled);
});

const both: Listener = { bind: '127.0.0.1:8080', protocols: ['http', 'socks5'] };
const http: Listener = { bind: '[::]:8081', protocols: ['http'] };
const tls: Listener = { bind: '0.0.0.0:8443', protocols: ['http', 'socks5'], tls: true };
const socks: Listener = { bind: '127.0.0.1:1080', protocols: ['socks5'] };

it.each([
  [[both, socks], 'http://127.0.0.1:8080', 'socks5h://127.0.0.1:1080'],
  [[both], 'http://127.0.0.1:8080', 'socks5h://127.0.0.1:8080'],
  [[http], 'http://[::1]:8081', ''],
  [[tls, both], 'http://127.0.0.1:8080', 'socks5h://127.0.0.1:8080'],
  [[tls], 'https://127.0.0.1:8443', ''],
  [[tls, socks], 'https://127.0.0.1:8443', 'socks5h://127.0.0.1:1080'],
  [[socks], '', 'socks5h://127.0.0.1:1080'],
])('doors of %j', (listeners, url, address) => {
  expect(doorsOf(listeners)).toEqual({ http: url, socks5: address });
});
