/** The configuration file that Atlantic was started with, as something that the API may replace. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { replaceFile } from './replace-file.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

export interface ConfigFile {
  /** Puts `text` into the file. Throws `config_not_kept` when it cannot be written. */
  write(text: string): void;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  try {
    // A link stays a link, and the file keeps its owner and its mode.
    const real = realpathSync(file);
    const { mode, uid, gid } = statSync(real);
    replaceFile(real, text, { mode: mode & 0o777, owner: { uid, gid } });
  } catch (error) {
    throw new AtlanticError('config_not_kept', { detail: `${file} cannot be written (${codeOf(error)}).` });
  }
}

/**
 * The file, once it is known that `text` may be kept there: `applied` is what was last applied from it. Undefined when it
 * holds `text` already. Throws `config_not_kept` where there is no file, or one that somebody has changed meanwhile: what
 * they wrote must not be lost.
 */
export function fileFor(path: string | undefined, text: string, applied: string): ConfigFile | undefined {
  if (path === undefined) {
    const detail = 'Atlantic was started without a configuration file; start it with atlantic up --config FILE.';
    throw new AtlanticError('config_not_kept', { detail });
  }
  const present = textOf(path);
  if (present === text) return undefined;
  if (present !== applied) {
    const detail = `${path} was changed, or is gone, since it was last applied.`;
    throw new AtlanticError('config_not_kept', { detail });
  }
  return { write: (next) => write(path, next) };
}
