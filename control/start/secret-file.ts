/** Files that hold one secret, readable by their owner only. */
import { readFileSync } from 'node:fs';
import { replaceFile } from './replace-file.ts';

/** The secret in `file`, or undefined when there is no such file. */
export function readSecretFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes `secret` with mode 0600. After a crash or a power cut the file holds either its old or its new content, whole. */
export const writeSecretFile = (file: string, secret: string): void =>
  replaceFile(file, `${secret}\n`, { mode: 0o600 });
