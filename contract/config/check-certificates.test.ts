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

const found = (text: string) => checkCertificates(openSource(text, join(directory, 'atlantic.yaml')));
const problems = (certificate: string, key: string) =>
  found(`egress:\n  listeners:\n    - tls:\n        certificate: ${certificate}\n        key: ${key}`).map(
    ({ line, message }) => [line, message],
  );
const at = (file: string) => join(directory, file);

it('finds nothing wrong with a pair, nor with a listener without one', () => {
  expect(problems('certificate.pem', 'key.pem')).toEqual([]);
  expect(problems(at('certificate.pem'), at('key.pem'))).toEqual([]);
  expect(found('egress: { listeners: [{ bind: a }, 7] }')).toEqual([]);
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

it('looks at the pair of control too, and leaves to its shape what is no text', () => {
  const control = (certificate: string) =>
    found(`control:\n  tls:\n    certificate: ${certificate}\n    key: key.pem`).map(({ line, key }) => [line, key]);
  expect(control('certificate.pem')).toEqual([]);
  expect(control('words.pem')).toEqual([[3, 'control.tls.certificate']]);
  expect(control('5')).toEqual([]);
  expect(found('')).toEqual([]);
});
