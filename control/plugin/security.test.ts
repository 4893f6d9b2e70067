import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';
import { isLoopbackHost, isOwnHost } from './security.ts';

describe('the Host header', () => {
  const own = [
    '127.0.0.1:8082',
    '127.8.9.10',
    'localhost',
    'LOCALHOST:8082',
    'app.localhost:1',
    '[::1]:8082',
    'atlantic.lan:8082',
  ];
  it.each(own)('%s names this server', (header) => {
    expect(isOwnHost(header, 'atlantic.lan')).toBe(true);
  });

  const foreign = [
    undefined,
    '',
    'evil.example',
    'evil.example:8082',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '[::2]',
    'user@localhost',
    'localhost/',
    'a b',
  ];
  it.each(foreign)('%s does not', (header) => {
    expect(isOwnHost(header, 'atlantic.lan')).toBe(false);
  });

  it('may be a name that the certificate holds', () => {
    const holdsName = (host: string) => host === 'control.test';
    expect(isOwnHost('Control.Test:8443', '10.0.0.1', holdsName)).toBe(true);
    expect(isOwnHost('evil.example', '10.0.0.1', holdsName)).toBe(false);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['LOCALHOST', true],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
  ])('%s is reached from this machine alone: %s', (host, loopback) => {
    expect(isLoopbackHost(host)).toBe(loopback);
  });

  it('may be any name on a wildcard address', () => {
    expect([isOwnHost('atlantic.lan', '0.0.0.0'), isOwnHost('atlantic.lan', '::')]).toEqual([true, true]);
    expect(isOwnHost('a b', '0.0.0.0')).toBe(false);
  });
});

describe('an answer', () => {
  it('for a foreign host is a refusal, even of what is open', async () => {
    const { app } = await testApplication();
    const answer = await app.inject({ url: '/health/live', headers: { host: 'evil.example' } });
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('is not cached and not sniffed', async () => {
    const { call } = await testApplication();
    const { headers } = await call('GET', '/api/v1/credentials');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});
