import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The version in what a program prints when it is asked for it; all of its first line where no number is in it. */
export function versionIn(output: string): string {
  const line = output.split('\n')[0] ?? '';
  return /\d+(?:\.\d+)+[^\s,)]*/.exec(line)?.[0] ?? line;
}

/** Runs `program OPTION` and reads the version it prints. */
export async function programVersion(program: string, option: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [option]);
  return versionIn(stdout);
}
