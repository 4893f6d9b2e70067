/** Secrets in the configuration: `env:NAME`, `file:PATH`, or the secret itself. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Bytes: a secret file holds one line. */
const LARGEST_FILE = 64 * 1024;

function readSecretFile(path: string): string {
  try {
    if (statSync(path).size > LARGEST_FILE) throw new Error(`the file ${path} is larger than 64 KiB`);
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw code === undefined ? error : new Error(`the file ${path} cannot be read (${code})`);
  }
}

/**
 * The secret that `reference` stands for. Paths are relative to `baseDirectory`, the directory of the configuration
 * file; one line end at the end of a file is not part of the secret.
 *
 * Throws a plain Error whose message names the variable or the file and never a secret.
 */
export function resolveSecret(reference: string, baseDirectory: string, environment = process.env): string {
  const [, kind, name] = /^(env|file):(.*)$/s.exec(reference) ?? [];
  if (kind === undefined || name === undefined) return reference;
  const path = resolve(baseDirectory, name);
  const secret = kind === 'env' ? environment[name] : readSecretFile(path);
  if (secret === undefined) throw new Error(`the environment variable ${name} is not set`);
  if (secret === '')
    throw new Error(kind === 'env' ? `the environment variable ${name} is empty` : `the file ${path} is empty`);
  return secret;
}
