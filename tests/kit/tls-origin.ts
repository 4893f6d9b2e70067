/** The same web server behind TLS, with a certificate made for this one test. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { makeCertificate } from './certificate.ts';
import { temporaryFolder } from './folder.ts';
import { type Origin, type OriginRoutes, serveOrigin } from './origin.ts';

export interface TlsOrigin extends Origin {
  /** A PEM file with the certificate, for clients that shall trust it (curl: --cacert). */
  readonly certificateFile: string;
}

export async function startTlsOrigin(more?: OriginRoutes): Promise<TlsOrigin> {
  const folder = temporaryFolder('tls');
  try {
    const { keyFile, certificateFile } = await makeCertificate(folder.path);
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
