import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeCertificate, signCertificate } from './certificate.ts';
import { temporaryFolder } from './folder.ts';

it('makes a pair that belongs together', async () => {
  using folder = temporaryFolder('certificate');
  const { certificateFile, keyFile } = await makeCertificate(folder.path, 'second');
  const certificate = new X509Certificate(readFileSync(certificateFile));
  expect(certificate.subject).toBe('CN=second');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))).toBe(true);
});

it('holds the names that were asked for, and is signed by its authority', async () => {
  using folder = temporaryFolder('certificate');
  const { authority, certificate } = await signCertificate(folder.path, ['DNS:control.test', 'IP:10.77.0.1']);
  const [own, issuer] = [certificate, authority].map((file) => new X509Certificate(readFileSync(file)));
  expect(own?.subjectAltName).toBe('DNS:control.test, IP Address:10.77.0.1');
  expect(issuer && own?.verify(issuer.publicKey)).toBe(true);
});
