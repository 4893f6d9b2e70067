/** The certificate and key that control serves HTTPS with: there, readable, and a pair. */
import { dirname, resolve } from 'node:path';
import { certificatePair, pairProblem } from '../certificate.ts';
import { type ConfigPath, valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const PLACE: ConfigPath = ['control', 'tls'];

export function checkControlTls(source: ConfigSource): ConfigProblem[] {
  const [certificate, key] = ['certificate', 'key'].map((name) => valueAt(source.data, [...PLACE, name]));
  // What is missing or no text is a problem of its shape already.
  if (typeof certificate !== 'string' || typeof key !== 'string') return [];
  const directory = dirname(source.file);
  const read = certificatePair({ certificate: resolve(directory, certificate), key: resolve(directory, key) });
  const { at, message } = 'message' in read ? read : (pairProblem(read) ?? {});
  return at === undefined || message === undefined ? [] : [problemAt(source, [...PLACE, at], message)];
}
