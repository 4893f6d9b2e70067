import { LONGEST_LINE } from '@atlantic/contract/endpoint-list/line.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEntry } from './entry.ts';

const plain = { kind: undefined, host: '192.0.2.1', port: 8080 };
const user = { username: 'anna', password: 'hush' };

it.each([
  ['192.0.2.1:8080', plain],
  ['Proxy.Example:8080', { ...plain, host: 'proxy.example' }],
  ['[2001:DB8:0::1]:8080', { ...plain, host: '2001:db8::1' }],
  ['[::ffff:192.0.2.1]:8080', plain],
  ['[::ffff:c000:201]:8080', plain],
  ['anna:hush@192.0.2.1:8080', { ...plain, ...user }],
  ['anna@192.0.2.1:8080', { ...plain, username: 'anna' }],
  ['@192.0.2.1:8080', plain],
  ['192.0.2.1:8080:anna:hush', { ...plain, ...user }],
  ['anna:hush:192.0.2.1:8080', { ...plain, ...user }],
  ['192.0.2.1:8080:anna:', { ...plain, username: 'anna' }],
  ['http://192.0.2.1:8080/', { ...plain, kind: 'http' }],
  ['HTTPS://192.0.2.1:8080', { ...plain, kind: 'https' }],
  ['socks://192.0.2.1:8080', { ...plain, kind: 'socks5' }],
  ['socks5h://an%3Ana:hush@192.0.2.1:8080', 'bad-user'],
  ['socks5h://anna:hu%20sh@192.0.2.1:8080', { ...plain, kind: 'socks5', username: 'anna', password: 'hu sh' }],
  ['socks4a://anna@192.0.2.1:8080', { ...plain, kind: 'socks4', username: 'anna' }],
  ['socks4://anna:hush@192.0.2.1:8080', 'bad-user'],
  ['socks5://192.0.2.1', { ...plain, kind: 'socks5', port: 1080 }],
  // Behind the port: a country, an anonymity, a kind.
  ['192.0.2.1:8080:US', plain],
  ['192.0.2.1:8080:US:elite', plain],
  ['192.0.2.1:8080:US:elite:http', { ...plain, kind: 'http' }],
  ['192.0.2.1:8080:Germany:Elite', plain],
  ['192.0.2.1:8080:socks5:US', { ...plain, kind: 'socks5' }],
  ['192.0.2.1:8080:SOCKS4', { ...plain, kind: 'socks4' }],
  ['192.0.2.1:8080::elite', plain],
  ['http://192.0.2.1:8080:US:elite', { ...plain, kind: 'http' }],
  ['192.0.2.1:8080:us:elite1', { ...plain, username: 'us', password: 'elite1' }],
  // Ranges.
  ['192.0.2.2/30:8080', { ...plain, host: '192.0.2.0', count: 4 }],
  ['socks5://anna:hush@192.0.2.1/32:8080', { ...plain, kind: 'socks5', ...user, count: 1 }],
  ['192.0.2.0/20:8080', { ...plain, host: '192.0.0.0', count: 4_096 }],
  ['192.0.2.0/19:8080', 'range-too-large'],
  ['[2001:db8::]/126:8080', 'range-too-large'],
  ['192.0.2.0/33:8080', 'bad-host'],
  ['192.0.2.0/30:0', 'bad-port'],
  // Not proxies.
  ['192.0.2.1', 'bad-port'],
  ['192.0.2.1:', 'bad-port'],
  ['192.0.2.1:0', 'bad-port'],
  ['192.0.2.1:65536', 'bad-port'],
  ['999.1.1.1:80', 'bad-host'],
  ['192.0.2.01:80', 'bad-host'],
  ['127.1:80', 'bad-host'],
  ['a.0x7f.1:80', 'bad-host'],
  ['0x7f.0x1:80', 'bad-host'],
  ['[fe80::1%eth0]:80', 'bad-host'],
  ['vmess://192.0.2.1:80', 'unsupported-kind'],
  ['https://lists.example/', 'unreadable'],
  ['https://lists.example/a:80', 'bad-host'],
  ['http://192.0.2.1', 'unreadable'],
  ['free', 'unreadable'],
  ['', 'unreadable'],
  ['x'.repeat(LONGEST_LINE + 1), 'too-long'],
])('reads %s', (word, entry) => expect(readEntry(word)).toEqual(entry));

it('reads what was written', () => {
  const word = fc
    .stringMatching(/^[a-zA-Z0-9_.-]{3,20}$/)
    .filter((text) => !/^\d+$|^(?:elite|high|low|none)/i.test(text));
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(fc.ipV4(), port, word, word, (host, one, username, password) => {
      const expected = { kind: undefined, host, port: one, username, password };
      expect(readEntry(`${username}:${password}@${host}:${one}`)).toEqual(expected);
      expect(readEntry(`socks5://${username}:${password}@${host}:${one}`)).toEqual({ ...expected, kind: 'socks5' });
    }),
  );
});

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void readEntry(text)));
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9.:@/[\]a-f]*$/), (text) => void readEntry(text)),
    { numRuns: 300 },
  );
});
