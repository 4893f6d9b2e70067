import { expect, it } from 'vitest';
import { collectFindings } from './fixture/findings.ts';
import { createEntryRecord, fieldOf, readRecord } from './record.ts';

function read(fields: Record<string, string | string[]>) {
  const record = createEntryRecord();
  for (const [name, value] of Object.entries(fields)) for (const text of [value].flat()) record.add(name, text);
  const { findings, entries } = collectFindings();
  const result = readRecord(record, ['socks4'], findings);
  return result === 'given' ? entries : result;
}

it.each([
  [{ ip: '1.2.3.4', port: '80' }, ['socks4://1.2.3.4:80']],
  [{ IP: '1.2.3.4', Port: '80', Type: 'SOCKS5' }, ['socks5://1.2.3.4:80']],
  [{ 'IP Address': '1.2.3.4', 'Proxy-Port': '80', https: 'yes' }, ['http://1.2.3.4:80']],
  [{ host: '2001:db8::1', port: '80', protocol: 'http' }, ['http://2001:db8::1:80']],
  [{ ip: '1.2.3.4:80', protocol: 'http' }, ['http://1.2.3.4:80']],
  [
    { proxy: '1.2.3.4:80', protocols: ['https', 'socks4'] },
    ['http://1.2.3.4:80', 'https://1.2.3.4:80', 'socks4://1.2.3.4:80'],
  ],
  [{ ip: '1.2.3.4', port: '80', protocols: 'http|https|socks5' }, ['http://1.2.3.4:80', 'socks5://1.2.3.4:80']],
  [{ proxy: 'socks5://1.2.3.4:80', ip: '1.2.3.4', port: '80', protocol: 'http' }, ['socks5://1.2.3.4:80']],
  [{ url: 'https://lists.example/', ip: '1.2.3.4', port: '80' }, ['socks4://1.2.3.4:80']],
  [{ ip: '1.2.3.4', port: '80', socks4: '0', socks5: '1', http: 'true' }, ['socks5://1.2.3.4:80', 'http://1.2.3.4:80']],
  [{ ip: '1.2.3.4', ports: ['80', '81'] }, ['socks4://1.2.3.4:80', 'socks4://1.2.3.4:81']],
  [{ host: 'h.example', port: '80', user: 'anna', pass: 'hush' }, ['socks4://anna:hush@h.example:80']],
  [{ ip: '', host: 'h.example', port: '80', user: '', pass: '' }, ['socks4://h.example:80']],
])('reads %j', (fields, entries) => expect(read(fields)).toEqual(entries));

it.each([
  [{ port: '80' }, 'none'],
  [{ url: 'about' }, 'none'],
  [{ server: 'nginx' }, 'none'],
  [{ ip: '1.2.3.4' }, 'bad-port'],
  [{ ip: '1.2.3.4', port: '0' }, 'bad-port'],
  [{ ip: 'nothing here', port: '80' }, 'bad-host'],
  [{ ip: '1.2.3.4', port: '80', type: 'vmess' }, 'unsupported-kind'],
  [{ ip: '1.2.3.4', port: '80', user: 'a:b' }, 'bad-user'],
  [{ url: 'https://lists.example/' }, 'unreadable'],
])('says of %j that it is %s', (fields, result) => expect(read(fields)).toBe(result));

it('takes the first of names that mean the same', () => {
  expect(fieldOf('host')).toEqual({ field: 'host', rank: 0 });
  expect(read({ address: '9.9.9.9', ip: '1.2.3.4', port: '80' })).toEqual(['socks4://1.2.3.4:80']);
  expect(fieldOf('country')).toBeUndefined();
});
