/** The check of file lengths: a file is one idea, and one idea fits. */
import { isCode, type Problem, type SourceFile } from './repository.ts';

export const MOST_LINES = 400;

/** Tables of data are as long as their data. */
const TABLES = new Set(['contract/errors.ts']);

export function lengthProblems(files: readonly SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => isCode(path) && !TABLES.has(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => ({
      file: path,
      line: MOST_LINES + 1,
      sentence: `has ${lines} lines, more than ${MOST_LINES}: split it by idea`,
    }));
}
