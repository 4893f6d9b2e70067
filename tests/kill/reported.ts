/** What a program wrote in its log about files it found damaged. */

/** Absolute paths in the `file` field of error lines that match; `output` is JSON lines among others. */
export function filesReported(output: string, path: RegExp): string[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const entry: unknown = JSON.parse(line);
    const { level, file } = entry as { level?: unknown; file?: unknown };
    const isError = level === 'error' || level === 50;
    return isError && typeof file === 'string' && path.test(file) ? [file] : [];
  });
}
