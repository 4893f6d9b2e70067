/** A folder for one test, gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Folder extends Disposable {
  /** Absolute. Only its owner may enter. */
  readonly path: string;
}

export function temporaryFolder(name: string): Folder {
  const path = mkdtempSync(join(tmpdir(), `atlantic-${name}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
