/** The certificates and keys of control, of TLS listeners and of the bundled judge: there, readable, PEM, and belonging together. */
import { dirname, resolve } from 'node:path';
import { readPair } from '../certificate.ts';
import { entriesAt } from './entry.ts';
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

function checkPair(source: ConfigSource, path: ConfigPath): ConfigProblem[] {
  const [certificate, key] = ['certificate', 'key'].map((name) => valueAt(source.data, [...path, name]));
  // What is missing or no text is a problem of its shape already.
  if (typeof certificate !== 'string' || typeof key !== 'string') return [];
  const directory = dirname(source.file);
  const read = readPair({ certificate: resolve(directory, certificate), key: resolve(directory, key) });
  return 'pair' in read ? [] : read.problems.map(({ at, message }) => problemAt(source, [...path, at], message));
}

export function checkCertificates(source: ConfigSource): ConfigProblem[] {
  const listeners = entriesAt(source, ['egress', 'listeners']).map(({ path }) => [...path, 'tls']);
  return [['control', 'tls'], ...listeners, ['supply', 'judge', 'tls']].flatMap((path) => checkPair(source, path));
}
