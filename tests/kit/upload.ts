/** A file that a client can send. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';

export interface Upload extends Disposable {
  /** Absolute path. */
  readonly file: string;
}

export function uploadOf(body: Buffer): Upload {
  const folder = temporaryFolder('upload');
  const file = join(folder.path, 'body');
  writeFileSync(file, body);
  return { file, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
