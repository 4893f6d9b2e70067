import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOOPBACK, NAMED } from '../fixture/certificates.ts';
import { checkControlTls } from './check-control-tls.ts';
import { openSource } from './yaml-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-tls-'));
beforeAll(() => {
  for (const [name, text] of Object.entries({
    'c.pem': NAMED.certificate,
    'k.pem': NAMED.key,
    'other.pem': LOOPBACK.key,
  }))
    writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['', []],
  ['control: { tls: { certificate: 5 } }', []],
  ['control: { tls: { certificate: c.pem, key: k.pem } }', []],
  [
    'control:\n  tls:\n    certificate: none.pem\n    key: k.pem',
    [[3, 'control.tls.certificate', 'cannot be read (ENOENT)']],
  ],
  [
    'control:\n  tls:\n    certificate: k.pem\n    key: k.pem',
    [[3, 'control.tls.certificate', 'holds no certificate in PEM']],
  ],
  [
    'control:\n  tls:\n    certificate: c.pem\n    key: other.pem',
    [[4, 'control.tls.key', 'is not the key of the certificate']],
  ],
])('%s', (text, problems) => {
  const found = checkControlTls(openSource(text, join(folder, 'atlantic.yaml')));
  expect(found.map(({ line, key, message }) => [line, key, message])).toEqual(problems);
});
