import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkSecrets } from './check-secrets.ts';
import { openSource } from './yaml-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-secrets-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'good'), '0123456789abcdef\n');

const environment = {
  GOOD: '0123456789abcdef',
  SHORT: 'hunter2',
  URL: 'http://u:hunter2@h:1',
  FTP: 'ftp://u:hunter2@h:1',
};
const credential = (secret: string) => `credentials: [{ name: a, secret: "${secret}" }]`;
const account = (key: string, text: string) => `pools: [{ name: up, kind: provider, ${key}: "${text}" }]`;
const endpoint = (url: string) => `pools: [{ name: up, kind: list, endpoints: ["${url}"] }]`;

it.each([
  [credential('0123456789abcdef'), undefined],
  [credential('env:GOOD'), undefined],
  [credential('file:good'), undefined],
  [credential('hunter2'), ['[hidden]', 'is a secret shorter than 16 characters']],
  [credential('env:SHORT'), ['env:SHORT', 'is a secret shorter than 16 characters']],
  [credential('env:NONE'), ['env:NONE', 'cannot be used: the environment variable NONE is not set']],
  [credential('file:no'), ['file:no', `cannot be used: the file ${directory}/no cannot be read (ENOENT)`]],
  [endpoint('http://user:hunter2@h:1'), undefined],
  [endpoint('env:URL'), undefined],
  [endpoint('socks5://user:hunter2@h'), undefined],
  [account('username', 'anna'), undefined],
  [account('username', 'an:na'), ['[hidden]', 'is a user name with a colon, which no proxy can be told']],
  [account('password', 'env:SHORT'), undefined],
  [account('password', 'env:NONE'), ['env:NONE', 'cannot be used: the environment variable NONE is not set']],
  [
    endpoint('env:FTP'),
    ['env:FTP', 'is of the kind ftp; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h'],
  ],
  [
    endpoint('ftp://u:hunter2@h:1'),
    ['ftp://***@h:1', 'is of the kind ftp; the kinds of endpoint are http, https, socks4, socks4a, socks5, socks5h'],
  ],
])('%s', (text, expected) => {
  const problems = checkSecrets(openSource(text, join(directory, 'atlantic.yaml')), environment);
  expect(problems.map(({ value, message }) => [value, message])).toEqual(expected ? [expected] : []);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});
