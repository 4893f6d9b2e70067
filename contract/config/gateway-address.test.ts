import { expect, it } from 'vitest';
import { gatewayProblem, parseGateway } from './gateway-address.ts';

it.each([
  ['gw.example:7777', { kind: 'http', host: 'gw.example', port: 7777 }],
  ['http://gw.example:7777', { kind: 'http', host: 'gw.example', port: 7777 }],
  ['socks5://[2001:db8::1]:1080', { kind: 'socks5', host: '2001:db8::1', port: 1080 }],
  ['[2001:db8::1]:8080', { kind: 'http', host: '2001:db8::1', port: 8080 }],
])('reads %s', (text, expected) => {
  expect(parseGateway(text)).toEqual(expected);
  expect(gatewayProblem(text)).toBeUndefined();
});

it.each([
  'gw.example',
  'user:secret@gw.example:1',
  'http://user:secret@gw.example:1',
  ':1',
  'gw.example:0',
])('refuses %s and does not repeat it', (text) => {
  expect(parseGateway(text)).toBeUndefined();
  expect(gatewayProblem(text)).not.toContain('secret');
});
