/** A certificate and its private key, as PEM files on disk. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** The texts of both files. The certificate's may hold its whole chain, the server's own first. */
export type CertificatePair = CertificateFiles;

export interface PairProblem {
  readonly at: keyof CertificateFiles;
  /** The rest of a sentence. Quotes nothing of the file, which may be a key. */
  readonly message: string;
}

export type PairRead =
  | { readonly pair: CertificatePair }
  /** At most one for each file. */
  | { readonly problems: readonly [PairProblem, ...PairProblem[]] };

/** Bytes of one file: room for a long chain. */
const LARGEST_FILE = 1024 * 1024;

interface Part<T> {
  readonly text: string;
  readonly value: T;
}

/** The text and what it holds, or why it cannot be used. */
function readPart<T>(path: string, what: string, parse: (text: string) => T): Part<T> | string {
  try {
    if (statSync(path).size > LARGEST_FILE) return `is larger than 1 MiB (${path})`;
    const text = readFileSync(path, 'utf8');
    const value = parsed(() => parse(text));
    if (value !== undefined) return { text, value };
    return text.includes('ENCRYPTED')
      ? `is protected by a passphrase; give the key without one (${path})`
      : `is not a ${what} in PEM (${path})`;
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code}: ${path})`;
  }
}

function parsed<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Reads both files, and says of each why a TLS server cannot serve with it. */
export function readPair(files: CertificateFiles): PairRead {
  const certificate = readPart(files.certificate, 'certificate', (text) => new X509Certificate(text));
  const key = readPart<KeyObject>(files.key, 'private key', (text) => createPrivateKey(text));
  const keyProblem = (message: string): PairProblem => ({ at: 'key', message });
  if (typeof certificate === 'string') {
    const problem: PairProblem = { at: 'certificate', message: certificate };
    return { problems: typeof key === 'string' ? [problem, keyProblem(key)] : [problem] };
  }
  if (typeof key === 'string') return { problems: [keyProblem(key)] };
  return certificate.value.checkPrivateKey(key.value)
    ? { pair: { certificate: certificate.text, key: key.text } }
    : { problems: [keyProblem('is not the key of the certificate beside it')] };
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
