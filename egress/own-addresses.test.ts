import { describe, expect, it } from 'vitest';
import { compileOwn } from './own-addresses.ts';

const own = compileOwn({
  endpoints: [
    { host: 'Proxy.Example', port: 3128 },
    { host: '2001:DB8:0::1', port: 1080 },
    { host: '203.0.113.9', port: 8000 },
  ],
  listeners: [
    { host: '127.0.0.1', port: 8080 },
    { host: '0.0.0.0', port: 9090 },
    { host: '192.0.2.1', port: 7070 },
  ],
  local: ['127.0.0.1', '::1', '10.0.0.5', '2001:db8::5', '2001:db8:1::/64'],
});

describe('what is an endpoint', () => {
  it.each([
    ['proxy.example', 3128],
    ['PROXY.example.', 3128],
    ['2001:db8::1', 1080],
    ['203.0.113.9', 8000],
    ['::ffff:203.0.113.9', 8000],
    ['::ffff:cb00:7109', 8000],
  ])('%s port %i', (host, port) => expect(own({ host, port })).toBe('endpoint'));

  it.each([
    ['proxy.example', 80],
    ['www.proxy.example', 3128],
    ['203.0.113.9', 3128],
  ])('not %s port %i', (host, port) => expect(own({ host, port })).toBeUndefined());
});

describe('what is a listener', () => {
  it.each([
    ['127.0.0.1', 8080],
    ['localhost', 8080],
    ['0.0.0.0', 8080],
    ['::', 8080],
    ['::ffff:127.0.0.1', 8080],
    ['127.9.9.9', 9090],
    ['::1', 9090],
    ['10.0.0.5', 9090],
    ['2001:db8:0::5', 9090],
    ['2001:db8:1::abcd', 9090],
    ['localhost', 9090],
    ['0.0.0.0', 9090],
    ['192.0.2.1', 7070],
  ])('%s port %i', (host, port) => expect(own({ host, port })).toBe('listener'));

  it.each([
    ['127.0.0.2', 8080],
    ['10.0.0.5', 8080],
    ['10.0.0.6', 9090],
    ['127.0.0.1', 7070],
    ['0.0.0.0', 7070],
    ['127.0.0.1', 80],
  ])('not %s port %i', (host, port) => expect(own({ host, port })).toBeUndefined());
});
