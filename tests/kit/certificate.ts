/** Certificates of a test, good for two days: signed by themselves, or by an authority of the test. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from './program.ts';

const OPENSSL_MILLISECONDS = 20_000;
const KEY = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
const DAYS = ['-days', '2'];

async function openssl(...args: readonly string[]): Promise<void> {
  const program = await ensureProgram('openssl');
  await promisify(execFile)(program, args, { timeout: OPENSSL_MILLISECONDS });
}

export interface CertificateFiles {
  /** PEM; the certificate is its own authority, so clients may trust it as one. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes `certificate.pem` and `key.pem` in `folder`, for localhost and 127.0.0.1, in place of those that were there. */
export async function makeCertificate(folder: string, name = 'localhost'): Promise<CertificateFiles> {
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'certificate.pem');
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await openssl('req', '-x509', ...KEY, ...DAYS, ...names, '-keyout', keyFile, '-out', certificateFile);
  return { certificateFile, keyFile };
}

export interface SignedCertificate {
  /** PEM files, absolute: the authority's certificate, and the signed one with its key. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** `names` as in a subjectAltName: `DNS:control.test`, `IP:10.77.0.1`. */
export async function signCertificate(folder: string, names: readonly string[]): Promise<SignedCertificate> {
  const file = (name: string) => join(folder, name);
  const authority = file('authority.pem');
  const authorityKey = file('authority-key.pem');
  const certificate = file('certificate.pem');
  const key = file('key.pem');
  const request = file('request.pem');
  await openssl('req', '-x509', ...KEY, ...DAYS, '-subj', '/CN=authority', '-keyout', authorityKey, '-out', authority);
  await openssl('req', ...KEY, '-subj', '/CN=control', '-keyout', key, '-out', request);
  writeFileSync(file('extensions'), `subjectAltName=${names.join(',')}\n`);
  const signed = ['-CA', authority, '-CAkey', authorityKey, '-CAcreateserial', '-extfile', file('extensions')];
  await openssl('x509', '-req', '-in', request, ...signed, ...DAYS, '-out', certificate);
  return { authority, certificate, key };
}
