import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTHORITY } from '@atlantic/contract/fixture/certificates.ts';
import { afterAll, expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-egress-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const token = file('token', 'atl_p_0123456789\n');
const ca = file('ca.pem', AUTHORITY);
const URL = 'https://control.test:8082';

it.each([
  ['no control', ['--token-file', token], 'control_unreachable', '--control https://HOST:PORT'],
  [
    'plain HTTP to another machine',
    ['--control', 'http://10.0.0.1:8082', '--token-file', token],
    'control_not_secure',
    'http://10.0.0.1:8082',
  ],
  [
    'a token that is not there',
    ['--control', URL, '--token-file', '/nowhere'],
    'config_invalid',
    '/nowhere cannot be read (ENOENT)',
  ],
  ['a file that holds no token', ['--control', URL, '--token-file', ca], 'config_invalid', 'holds no plane token'],
  [
    'a file without certificates',
    ['--control', URL, '--token-file', token, '--ca', token],
    'control_untrusted',
    'holds no certificate',
  ],
  [
    'a data directory that is a file',
    ['--control', URL, '--token-file', token, '--data', token],
    'config_invalid',
    'is not a directory',
  ],
])('refuses %s before anything starts', async (_, args, code, detail) => {
  const { code: exit, err } = await atlantic(['egress', ...args], {}, {});
  expect(exit).toBe(1);
  expect(err).toContain(`(${code})`);
  expect(err).toContain(detail);
});

it.each([
  ['no token file', []],
  ['an address that is none', ['--token-file', token, '--listen', '127.0.0.1:1,nonsense']],
  ['a level that is none', ['--token-file', token, '--log-level', 'loud']],
])('is used wrongly with %s', async (_, args) => {
  expect((await atlantic(['egress', ...args], {}, {})).code).toBe(2);
});
