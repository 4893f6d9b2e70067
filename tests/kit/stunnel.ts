/** stunnel (https://www.stunnel.org) in front of an HTTP proxy, which makes an HTTPS proxy of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { temporaryFolder } from './folder.ts';
import { freePort } from './port.ts';
import { ensureProgram } from './program.ts';
import { startProxyProgram, type UpstreamProxy, type UpstreamProxyOptions } from './upstream-proxy.ts';

export interface TlsUpstreamProxy extends UpstreamProxy {
  /** A PEM file of the issuer, for whoever shall trust it. */
  readonly issuerFile: string;
  /** Handshakes so far, by its own log: those that went on with an earlier session, and those that did not. */
  readonly handshakes: () => { readonly resumed: number; readonly whole: number };
}

export interface StunnelOptions extends UpstreamProxyOptions {
  /** Speak this version alone. */
  readonly version?: 'TLSv1.2' | 'TLSv1.3';
  /** False: every handshake is a whole one. */
  readonly resume?: boolean;
}

/** Owns `inner` from then on. */
export async function startStunnel(inner: UpstreamProxy, options: StunnelOptions = {}): Promise<TlsUpstreamProxy> {
  const program = await ensureProgram('stunnel4');
  const port = await freePort();
  const folder = temporaryFolder('stunnel');
  const place = (name: string) => join(folder.path, name);
  const [configuration, pem] = [place('stunnel.conf'), place('pair.pem')];
  const [issuerFile, log] = [place('issuer.pem'), place('stunnel.log')];
  const issuer = createIssuer();
  const { certificate, key } = issuer.issue('127.0.0.1');
  writeFileSync(pem, key + certificate, { mode: 0o600 });
  writeFileSync(issuerFile, issuer.certificate);
  const lines = [
    'foreground = yes',
    'pid =',
    'debug = info',
    `output = ${log}`,
    'syslog = no',
    '[proxy]',
    `accept = 127.0.0.1:${port}`,
    `connect = 127.0.0.1:${inner.port}`,
    `cert = ${pem}`,
    // It would reset a connection that has ended in order on one side.
    'TIMEOUTclose = 60',
    ...(options.version ? [`sslVersion = ${options.version}`] : []),
    ...(options.resume === false ? ['sessionResume = no'] : []),
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const outer = await startProxyProgram(program, [configuration], { folder, port, scheme: 'https' }, options);
  return {
    ...outer,
    issuerFile,
    handshakes() {
      const text = readFileSync(log, 'utf8');
      const count = (words: string) => text.split(words).length - 1;
      return { resumed: count('previous session reused'), whole: count('new session negotiated') };
    },
    async [Symbol.asyncDispose]() {
      await outer[Symbol.asyncDispose]();
      await inner[Symbol.asyncDispose]();
    },
  };
}
