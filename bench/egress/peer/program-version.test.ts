import { expect, test } from 'vitest';
import { programVersion, versionIn } from './program-version.ts';

test.each([
  ['Squid Cache: Version 5.7\nService Name: squid\n', '5.7'],
  ['tinyproxy 1.11.1\n', '1.11.1'],
  ['HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/\n', '2.6.12-1+deb12u4'],
  ['gcc (Debian 12.2.0-14) 12.2.0\n', '12.2.0-14'],
  ['no number\n', 'no number'],
])('the version in %j', (output, version) => {
  expect(versionIn(output)).toBe(version);
});

test('the version of a program that is there', async () => {
  expect(`v${await programVersion(process.execPath, '--version')}`).toBe(process.version);
});
