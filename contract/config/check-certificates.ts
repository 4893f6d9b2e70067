/** Certificates and keys of TLS listeners: there, readable, PEM, and belonging together. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { entriesAt } from './entry.ts';
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

/** Bytes: room for a long chain. */
const LARGEST_FILE = 1024 * 1024;

type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** The parsed file, or why there is none, as the rest of a sentence. A message of the parser could quote a key. */
function parseFile<T>(path: string, parse: (text: string) => T, what: string): Parsed<T> {
  try {
    if (statSync(path).size > LARGEST_FILE) return { problem: `is larger than 1 MiB (${path})` };
    const text = readFileSync(path, 'utf8');
    if (what === 'private key' && text.includes('ENCRYPTED'))
      return { problem: `is protected by a passphrase; give the key without one (${path})` };
    try {
      return { value: parse(text) };
    } catch {
      return { problem: `is not a ${what} in PEM (${path})` };
    }
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code}: ${path})` };
  }
}

function checkPair(source: ConfigSource, path: ConfigPath, tls: unknown): ConfigProblem[] {
  const file = (key: string): string | undefined => {
    const text = valueAt(tls, [key]);
    return typeof text === 'string' && text !== '' ? resolve(dirname(source.file), text) : undefined;
  };
  const certificateFile = file('certificate');
  const keyFile = file('key');
  const certificate =
    certificateFile === undefined
      ? undefined
      : parseFile(certificateFile, (text) => new X509Certificate(text), 'certificate');
  const key: Parsed<KeyObject> | undefined =
    keyFile === undefined ? undefined : parseFile(keyFile, (text) => createPrivateKey(text), 'private key');
  const problems: ConfigProblem[] = [];
  if (certificate && 'problem' in certificate)
    problems.push(problemAt(source, [...path, 'certificate'], certificate.problem));
  if (key && 'problem' in key) problems.push(problemAt(source, [...path, 'key'], key.problem));
  if (certificate && key && 'value' in certificate && 'value' in key && !certificate.value.checkPrivateKey(key.value))
    problems.push(problemAt(source, [...path, 'key'], 'is not the key of the certificate beside it'));
  return problems;
}

export function checkCertificates(source: ConfigSource): ConfigProblem[] {
  return entriesAt(source, ['egress', 'listeners']).flatMap(({ path, value }) =>
    checkPair(source, [...path, 'tls'], valueAt(value, ['tls'])),
  );
}
