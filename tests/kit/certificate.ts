/** Certificates for servers of a test, signed by themselves and good for two days. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from './program.ts';

export interface CertificateFiles {
  /** PEM; the certificate is its own authority, so clients may trust it as one. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

const OPENSSL_MILLISECONDS = 20_000;

/** Makes `certificate.pem` and `key.pem` in `folder`, for localhost and 127.0.0.1, in place of those that were there. */
export async function makeCertificate(folder: string, name = 'localhost'): Promise<CertificateFiles> {
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'certificate.pem');
  const request = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  const openssl = await ensureProgram('openssl');
  await promisify(execFile)(openssl, [...request, ...names, ...files], { timeout: OPENSSL_MILLISECONDS });
  return { certificateFile, keyFile };
}
