import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { signCertificate } from './certificate.ts';
import { temporaryFolder } from './folder.ts';

it('holds the names that were asked for, and is signed by its authority', async () => {
  using folder = temporaryFolder('certificate');
  const { authority, certificate } = await signCertificate(folder.path, ['DNS:control.test', 'IP:10.77.0.1']);
  const [own, issuer] = [certificate, authority].map((file) => new X509Certificate(readFileSync(file)));
  expect(own?.subjectAltName).toBe('DNS:control.test, IP Address:10.77.0.1');
  expect(issuer && own?.verify(issuer.publicKey)).toBe(true);
});
