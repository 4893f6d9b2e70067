/** The name of what a command is about: a word of its own, or `--name NAME`. */
import type { Command } from 'commander';

export interface NameOption {
  readonly name?: string;
}

/** `noun` is what has the name: `credential`. */
export const addName = (command: Command, noun: string): Command =>
  command.argument('[name]', `name of the ${noun}`).option('--name <name>', 'the same as an option');

/** The one name given. Ends the command as wrong usage when there is none, or two that differ. */
export function givenName(command: Command, word: string | undefined, option: string | undefined): string {
  const name = word ?? option;
  if (name === undefined) return command.error('error: missing the name', { exitCode: 2 });
  if (option !== undefined && option !== name) return command.error('error: two different names', { exitCode: 2 });
  return name;
}
