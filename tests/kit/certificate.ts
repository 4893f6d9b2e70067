/** A certificate authority of one test and a certificate that it signed. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from './program.ts';

export interface SignedCertificate {
  /** PEM files, absolute: the authority's certificate, and control's own with its key. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const OPENSSL_MILLISECONDS = 20_000;
const KEY = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];

/** `names` as in a subjectAltName: `DNS:control.test`, `IP:10.77.0.1`. */
export async function signCertificate(folder: string, names: readonly string[]): Promise<SignedCertificate> {
  const openssl = await ensureProgram('openssl');
  const file = (name: string) => join(folder, name);
  const call = (...args: readonly string[]) => promisify(execFile)(openssl, args, { timeout: OPENSSL_MILLISECONDS });
  const authority = file('authority.pem');
  const authorityKey = file('authority-key.pem');
  const certificate = file('certificate.pem');
  const key = file('key.pem');
  await call(
    'req',
    '-x509',
    ...KEY,
    '-days',
    '2',
    '-subj',
    '/CN=authority',
    '-keyout',
    authorityKey,
    '-out',
    authority,
  );
  await call('req', ...KEY, '-subj', '/CN=control', '-keyout', key, '-out', file('request.pem'));
  writeFileSync(file('extensions'), `subjectAltName=${names.join(',')}\n`);
  const signed = ['-CA', authority, '-CAkey', authorityKey, '-CAcreateserial', '-extfile', file('extensions')];
  await call('x509', '-req', '-in', file('request.pem'), ...signed, '-days', '2', '-out', certificate);
  return { authority, certificate, key };
}
