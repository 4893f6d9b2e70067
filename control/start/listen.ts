/** Control's own door: the certificate it serves with, the address it listens on, and how it is left. */
import { dirname, resolve as resolvePath } from 'node:path';
import {
  type CertificateFiles,
  type CertificatePair,
  certificateHolds,
  certificateName,
  readPair,
} from '@atlantic/contract/certificate.ts';
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { ControlReady } from '@atlantic/contract/process.ts';
import type { App } from '../plugin/app-type.ts';

/** How long calls under way may go on after the order to stop. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Listens and returns the URL to reach it by. Throws `config_invalid` when the address cannot be had. */
export async function listen(app: App, bind: string, scheme: 'http' | 'https'): Promise<string> {
  const { host, port } = parseBind(bind) ?? { host: '127.0.0.1', port: 0 };
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string') throw error;
    throw new AtlanticError('config_invalid', { detail: `control.listen: ${bind} cannot be used (${code}).` });
  }
  const bound = app.server.address();
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${scheme}://${formatBind({ host: reachable, port: typeof bound === 'object' && bound ? bound.port : port })}`;
}

/** Stops accepting and lets calls finish for at most 5 seconds. */
export async function closeInTime(app: App): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await app.close().finally(() => clearTimeout(timer));
}

export interface OwnCertificate {
  readonly files: CertificateFiles;
  readonly pair: CertificatePair;
}

/** The files of `control.tls` and what they hold. Throws `config_invalid`. */
export function readTls({ config, file }: GoodConfig): OwnCertificate | undefined {
  const { tls } = config.control;
  if (tls === undefined) return undefined;
  const directory = dirname(file);
  const files = { certificate: resolvePath(directory, tls.certificate), key: resolvePath(directory, tls.key) };
  const read = readPair(files);
  if ('pair' in read) return { files, pair: read.pair };
  const [{ at, message }] = read.problems;
  throw new AtlanticError('config_invalid', { detail: `control.tls.${at} ${message}.` });
}

/** What programs on this machine need to know that it is control, beside its URL. */
export function proofOf(url: string, { files, pair }: OwnCertificate): Pick<ControlReady, 'ca' | 'name'> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const name = certificateHolds(pair.certificate, host) ? undefined : certificateName(pair.certificate);
  return { ca: files.certificate, ...(name !== undefined && { name }) };
}
