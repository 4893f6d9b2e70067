/** A certificate and its private key, as PEM files on disk. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** The texts of both files. The certificate's may hold its whole chain, the server's own first. */
export type CertificatePair = CertificateFiles;

export interface PairProblem {
  readonly at: keyof CertificateFiles;
  readonly message: string;
}

function readFile(at: keyof CertificateFiles, path: string): string | PairProblem {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { at, message: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** Reads both files, or says which cannot be read. */
export function certificatePair(files: CertificateFiles): CertificatePair | PairProblem {
  const certificate = readFile('certificate', files.certificate);
  if (typeof certificate !== 'string') return certificate;
  const key = readFile('key', files.key);
  return typeof key === 'string' ? { certificate, key } : key;
}

function parsed<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Why a TLS server cannot serve with the pair, as the rest of a sentence; undefined when it can. */
export function pairProblem({ certificate, key }: CertificatePair): PairProblem | undefined {
  const own = parsed(() => new X509Certificate(certificate));
  if (!own) return { at: 'certificate', message: 'holds no certificate in PEM' };
  const secret = parsed(() => createPrivateKey(key));
  if (!secret) return { at: 'key', message: 'holds no private key in PEM, or one with a passphrase' };
  if (!own.checkPrivateKey(secret)) return { at: 'key', message: 'is not the key of the certificate' };
  return undefined;
}

/** Does the first certificate of a PEM text hold this host name or address? */
export function certificateHolds(certificate: string, host: string): boolean {
  const own = new X509Certificate(certificate);
  // What is no name at all is held by none; Node throws for it.
  return parsed(() => (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host))) !== undefined;
}

/**
 * The first name or address of the first certificate in a PEM text, without what a wildcard leaves open; undefined when
 * it has none that a client could check (RFC 9110 §4.3.4 wants a subjectAltName).
 */
export function certificateName(certificate: string): string | undefined {
  const names = new X509Certificate(certificate).subjectAltName ?? '';
  const found = [...names.matchAll(/(?:DNS|IP Address):([^,"\s]+)/g)].map(([, name]) => name ?? '');
  return found.find((name) => !name.startsWith('*')) ?? found[0]?.replace(/^\*/, 'control');
}
