import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { temporaryFolder } from './folder.ts';

it('makes a pair that belongs together', async () => {
  using folder = temporaryFolder('certificate');
  const { certificateFile, keyFile } = await makeCertificate(folder.path, 'second');
  const certificate = new X509Certificate(readFileSync(certificateFile));
  expect(certificate.subject).toBe('CN=second');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))).toBe(true);
});
