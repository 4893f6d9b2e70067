/** The certificate of a TLS listener: read from its files, and read again when they change. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateFiles } from '@atlantic/contract/certificate.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';

export interface Certificate {
  /** For the next handshake; undefined as long as the files have never been usable. */
  context(): SecureContext | undefined;
  /** Looks at the files that are under way: 0 or 1. */
  looks(): number;
  /** Looks no more at the files. */
  close(): void;
}

/**
 * Only suites that authenticate what they encrypt, with forward secrecy (RFC 9325 §4.2). Their overhead in a record is
 * bounded, which the count of what the kernel has not taken rests on (secure-connection.ts).
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** Throws when the two are not PEM or do not belong together. */
export const contextOf = (pair: { cert: string; key: string }): SecureContext =>
  createSecureContext({ ...pair, ciphers: CIPHERS, minVersion: 'TLSv1.2' });

/**
 * Reads the files now, and again every `everyMs`. New files serve the handshakes from then on. Files that cannot be read
 * or do not belong together, perhaps because they are just being written, leave what was there in force, and are logged
 * once.
 */
export function openCertificate(
  files: CertificateFiles,
  options: { log: Logger; listener: string; everyMs: number },
): Certificate {
  const { log, listener, everyMs } = options;
  let context: SecureContext | undefined;
  let seen = '';

  const fail = (error: unknown) =>
    log.error('a certificate cannot be used; the one before stays in force', {
      listener,
      error: faultFields(error).error,
    });
  const take = (cert: string, key: string) => {
    const now = `${cert}\0${key}`;
    if (now === seen) return;
    seen = now;
    try {
      const renewed = context !== undefined;
      context = contextOf({ cert, key });
      if (renewed) log.info('a certificate was renewed', { listener });
    } catch (error) {
      fail(error);
    }
  };
  const missing = (error: unknown) => {
    if (seen === 'unreadable') return;
    seen = 'unreadable';
    fail(error);
  };

  try {
    take(readFileSync(files.certificate, 'utf8'), readFileSync(files.key, 'utf8'));
  } catch (error) {
    missing(error);
  }
  let looks = 0;
  const timer = setInterval(() => {
    if (looks > 0) return;
    looks = 1;
    Promise.all([readFile(files.certificate, 'utf8'), readFile(files.key, 'utf8')])
      .then(([cert, key]) => take(cert, key), missing)
      .finally(() => {
        looks = 0;
      });
  }, everyMs);
  return { context: () => context, looks: () => looks, close: () => clearInterval(timer) };
}
