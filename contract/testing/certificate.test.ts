import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { createIssuer } from './certificate.ts';

it('makes certificates that OpenSSL reads and that their issuer has signed', () => {
  const issuer = createIssuer();
  const authority = new X509Certificate(issuer.certificate);
  expect(authority.ca).toBe(true);
  for (const name of ['proxy.example', '127.0.0.1']) {
    const issued = new X509Certificate(issuer.issue(name).certificate);
    expect(issued.verify(authority.publicKey)).toBe(true);
    expect(issued.checkIssued(authority)).toBe(true);
    expect(name.startsWith('127') ? issued.checkIP(name) : issued.checkHost(name)).toBe(name);
  }
  expect(new X509Certificate(issuer.issue('a', { from: -9, to: -1 }).certificate).validToDate.getTime()).toBeLessThan(
    Date.now(),
  );
});
