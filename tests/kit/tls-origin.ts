/** The same web server behind TLS, with a certificate made for this one test. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Folder, temporaryFolder } from './folder.ts';
import { type Origin, type OriginRoutes, serveOrigin } from './origin.ts';
import { ensureProgram } from './program.ts';

export interface TlsOrigin extends Origin {
  /** A PEM file with the certificate, for clients that shall trust it (curl: --cacert). */
  readonly certificateFile: string;
}

const OPENSSL_MILLISECONDS = 20_000;

async function makeCertificate(folder: Folder): Promise<{ keyFile: string; certificateFile: string }> {
  const keyFile = join(folder.path, 'key.pem');
  const certificateFile = join(folder.path, 'certificate.pem');
  const request = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  const openssl = await ensureProgram('openssl');
  await promisify(execFile)(openssl, [...request, ...names, ...files], { timeout: OPENSSL_MILLISECONDS });
  return { keyFile, certificateFile };
}

export async function startTlsOrigin(more?: OriginRoutes): Promise<TlsOrigin> {
  const folder = temporaryFolder('tls');
  try {
    const { keyFile, certificateFile } = await makeCertificate(folder);
    const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) });
    const origin = await serveOrigin(server, 'https', more);
    return {
      ...origin,
      certificateFile,
      async [Symbol.asyncDispose]() {
        await origin[Symbol.asyncDispose]();
        folder[Symbol.dispose]();
      },
    };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}
