/** A client program run to its end. */
import { closeSync, openSync } from 'node:fs';
import { startChild } from '../kit/child.ts';
import { within } from '../kit/deadline.ts';
import { uploadOf } from '../kit/upload.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What the program reads from stdin; nothing when absent. */
  readonly input?: string;
}

const DEADLINE_SECONDS = 60;

const KEPT_VARIABLES = ['PATH', 'HOME', 'TMPDIR'];

/** Nothing that would choose a proxy, a certificate or a language: the words of a client are read. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(KEPT_VARIABLES.map((name) => [name, process.env[name]] as const)),
  LC_ALL: 'C',
});

/** Rejects when the program takes more than a minute, and ends it. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, input = '' }: RunOptions = {},
): Promise<Ended> {
  using file = uploadOf(Buffer.from(input));
  const stdin = openSync(file.file, 'r');
  try {
    await using child = startChild(program, args, {
      stdio: [stdin, 'pipe', 'pipe'],
      env: { ...plainEnvironment(), ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const { code } = await within(DEADLINE_SECONDS, program, child.exited);
    return { code: code ?? -1, stdout: child.stdout(), stderr: child.stderr() };
  } finally {
    closeSync(stdin);
  }
}

/** The first number with a dot in what `program ARGS` prints; `unknown` when there is none. */
export async function versionOf(program: string, args: readonly string[] = ['--version']): Promise<string> {
  const { stdout, stderr } = await runProgram(program, args);
  return /\d+(?:\.\w+)+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
}
