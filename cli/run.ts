/** Runs one command line: parses it, does what it says, and turns whatever is thrown into a message and an exit code. */
import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import type { Shell } from './shell.ts';
import { failureJson, failureText } from './show/failure.ts';

const FAILED = 1;
const USAGE = 2;

const withoutLineEnd = (text: string): string => text.replace(/\n$/, '');

/** The exit code: 0 ok, 1 failed, 2 the command line itself is wrong. */
export async function run(args: readonly string[], shell: Omit<Shell, 'endWith'>): Promise<number> {
  const json = args.includes('--json');
  let code = 0;
  const program = createProgram(
    { ...shell, endWith: (chosen) => (code = chosen) },
    {
      writeOut: (text) => shell.out(withoutLineEnd(text)),
      writeErr: (text) => (json ? undefined : shell.err(withoutLineEnd(text))),
    },
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return 0;
      const detail = thrown.message.replace(/^error: /, '');
      if (json) shell.err(failureJson(new AtlanticError('validation_failed', { detail })));
      return USAGE;
    }
    const error = asAtlanticError(thrown);
    shell.err(json ? failureJson(error) : failureText(error));
    return FAILED;
  }
}
