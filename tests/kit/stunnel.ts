/** stunnel (https://www.stunnel.org) in front of an HTTP proxy, which makes an HTTPS proxy of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy, type UpstreamProxyOptions } from './upstream-proxy.ts';

export interface TlsUpstreamProxy extends UpstreamProxy {
  /** A PEM file of the issuer, for whoever shall trust it. */
  readonly issuerFile: string;
}

/** Owns `inner` from then on. */
export async function startStunnel(
  inner: UpstreamProxy,
  options: UpstreamProxyOptions = {},
): Promise<TlsUpstreamProxy> {
  const program = await ensureProgram('stunnel4');
  const port = await freePort();
  const folder = temporaryFolder('stunnel');
  const [configuration = '', pem = '', issuerFile = ''] = ['stunnel.conf', 'pair.pem', 'issuer.pem'].map((name) =>
    join(folder.path, name),
  );
  const issuer = createIssuer();
  const { certificate, key } = issuer.issue('127.0.0.1');
  writeFileSync(pem, key + certificate, { mode: 0o600 });
  writeFileSync(issuerFile, issuer.certificate);
  const lines = [
    'foreground = yes',
    'pid =',
    'debug = err',
    'syslog = no',
    '[proxy]',
    `accept = 127.0.0.1:${port}`,
    `connect = 127.0.0.1:${inner.port}`,
    `cert = ${pem}`,
    // It would reset a connection that has ended in order on one side.
    'TIMEOUTclose = 60',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const outer = await startProxyProgram(program, [configuration], { folder, port, scheme: 'https' }, options);
  return {
    ...outer,
    issuerFile,
    async [Symbol.asyncDispose]() {
      await outer[Symbol.asyncDispose]();
      await inner[Symbol.asyncDispose]();
    },
  };
}
