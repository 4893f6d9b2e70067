import { runInNewContext } from 'node:vm';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacFile, proxyHost, proxyList } from './rules.ts';

const BOTH: SnapshotListener = { bind: '0.0.0.0:8080', protocols: ['http', 'socks5'] };
const TLS: SnapshotListener = { ...BOTH, bind: '0.0.0.0:8443', tls: { certificate: '/c', key: '/k' } };

const find = (url: string, proxies = 'PROXY gate.example:8080'): unknown =>
  runInNewContext(
    `${pacFile(proxies)}; FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(new URL(url).hostname)})`,
    {},
  );

describe('the name of the proxy', () => {
  it.each([
    ['gate.example', 'gate.example'],
    ['Gate.Example:8082', 'gate.example'],
    ['127.0.0.1:8082', '127.0.0.1'],
    ['[::1]:8082', '[::1]'],
    ['2001:DB8::1', '[2001:db8::1]'],
  ])('in %j is %j', (text, host) => expect(proxyHost(text)).toBe(host));

  it.each([
    '',
    'a b',
    'a"; alert(1); "',
    "a'",
    'a;DIRECT',
    '[::1',
    '[gate]',
    'fe80::1%eth0',
    'a:b',
    'a\nb',
    '1.2.3',
    'http://a',
  ])('is not in %j', (text) => expect(proxyHost(text)).toBeUndefined());

  it('holds nothing that a script could be made of, whatever was asked', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV6()), (text) =>
        /^[a-z0-9._[\]:-]+$/.test(proxyHost(text) ?? 'a'),
      ),
    );
  });
});

describe('the proxies', () => {
  it('are those inside TLS, then HTTP, then SOCKS5', () => {
    const socks: SnapshotListener = { bind: '0.0.0.0:1080', protocols: ['socks5'] };
    expect(proxyList([socks, BOTH, TLS], 'gate')).toBe(
      'HTTPS gate:8443; PROXY gate:8080; SOCKS5 gate:1080; SOCKS5 gate:8080',
    );
  });

  it('leave out who is for somebody in particular, and ports that nobody knows yet', () => {
    const own: SnapshotListener[] = [
      { ...BOTH, credential: 'scraper', allowFrom: ['127.0.0.1'] },
      { ...BOTH, pool: 'rented' },
      { ...BOTH, options: { country: 'us' } },
      { ...BOTH, bind: '127.0.0.1:0' },
    ];
    expect(proxyList(own, 'gate')).toBe('');
    expect(proxyList([...own, { ...BOTH, allowFrom: ['10.0.0.0/8'] }], 'gate')).toMatch(/^PROXY gate:8080; /);
  });
});

describe('the file', () => {
  it.each([
    'http://example.com/',
    'https://8.8.8.8/',
    'http://[2001:db8::1]/',
    'http://172.32.0.1/',
    'http://10.example.com/',
    'http://notlocal.example/',
  ])('sends %s to the proxies', (url) => expect(find(url)).toBe('PROXY gate.example:8080'));

  it.each([
    'http://intranet/',
    'http://localhost:3000/',
    'http://a.localhost/',
    'http://printer.local/',
    'http://127.0.0.1/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
  ])('leaves %s alone', (url) => expect(find(url)).toBe('DIRECT'));

  it('is a script whatever the text of the proxies is', () => {
    fc.assert(fc.property(fc.string(), (text) => find('http://example.com/', text) === text));
  });
});
