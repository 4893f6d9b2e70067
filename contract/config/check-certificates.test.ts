import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '@atlantic/tests/kit/certificate.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkCertificates } from './check-certificates.ts';
import { openSource } from './yaml-source.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-certificates-'));
afterAll(() => rmSync(directory, { recursive: true }));

beforeAll(async () => {
  await makeCertificate(directory);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const form = { type: 'pkcs8', format: 'pem' } as const;
  writeFileSync(join(directory, 'other.pem'), privateKey.export(form));
  writeFileSync(join(directory, 'locked.pem'), privateKey.export({ ...form, cipher: 'aes-256-cbc', passphrase: 'a' }));
  writeFileSync(join(directory, 'words.pem'), 'just words');
  writeFileSync(join(directory, 'large.pem'), 'x'.repeat(1024 * 1024 + 1));
});

const problems = (certificate: string, key: string) => {
  const text = `egress:\n  listeners:\n    - tls:\n        certificate: ${certificate}\n        key: ${key}`;
  return checkCertificates(openSource(text, join(directory, 'atlantic.yaml'))).map(({ line, message }) => [
    line,
    message,
  ]);
};
const at = (file: string) => join(directory, file);

it('finds nothing wrong with a pair, nor with a listener without one', () => {
  expect(problems('certificate.pem', 'key.pem')).toEqual([]);
  expect(problems(at('certificate.pem'), at('key.pem'))).toEqual([]);
  expect(checkCertificates(openSource('egress: { listeners: [{ bind: a }, 7] }', 'a.yaml'))).toEqual([]);
});

it.each([
  ['no.pem', 'key.pem', [4, `cannot be read (ENOENT: ${at('no.pem')})`]],
  ['certificate.pem', 'no.pem', [5, `cannot be read (ENOENT: ${at('no.pem')})`]],
  ['words.pem', 'key.pem', [4, `is not a certificate in PEM (${at('words.pem')})`]],
  ['certificate.pem', 'words.pem', [5, `is not a private key in PEM (${at('words.pem')})`]],
  [
    'certificate.pem',
    'locked.pem',
    [5, `is protected by a passphrase; give the key without one (${at('locked.pem')})`],
  ],
  ['certificate.pem', 'other.pem', [5, 'is not the key of the certificate beside it']],
  ['large.pem', 'key.pem', [4, `is larger than 1 MiB (${at('large.pem')})`]],
])('%s and %s', (certificate, key, problem) => expect(problems(certificate, key)).toEqual([problem]));

it('names the problems of both files', () => expect(problems('no.pem', 'words.pem')).toHaveLength(2));
