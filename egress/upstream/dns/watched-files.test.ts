import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LIMITS } from '../../limits.ts';
import { watchSystemFiles } from './watched-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlantic-names-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const paths = () => ({
  hosts: join(folder, 'hosts'),
  resolv: join(folder, 'resolv.conf'),
  nsswitch: join(folder, 'nsswitch.conf'),
});

it('takes over what changes, when it is asked and a while has passed', () => {
  let time = 0;
  const files = watchSystemFiles(paths(), false, () => time);
  expect([files.hosts('mail.example'), files.mayKnowMore(), files.version()]).toEqual([undefined, false, 1]);
  writeFileSync(paths().hosts, '192.0.2.1 mail.example\n');
  writeFileSync(paths().resolv, 'search example.org\n');
  expect([files.hosts('mail.example'), files.mayKnowMore(), files.version()]).toEqual([undefined, false, 1]);
  time += LIMITS.dnsFilesMs;
  expect([files.hosts('Mail.Example.'), files.mayKnowMore(), files.version()]).toEqual([['192.0.2.1'], true, 2]);
  time += LIMITS.dnsFilesMs;
  expect(files.version()).toBe(2);
});

it('may always know more where files are not all there is', () => {
  expect(watchSystemFiles(paths(), true, () => 0).mayKnowMore()).toBe(true);
});
