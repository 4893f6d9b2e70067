/** Options that a credential sets for its clients, on the command line. */
import { OPTION_RULES } from '@atlantic/contract/options/table.ts';
import { type Command, InvalidArgumentError } from 'commander';

export interface PresetOption {
  readonly option?: Readonly<Record<string, string>>;
}

const NONE = 'none';

function option(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  if (text === NONE) return {};
  const [, name, value] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Give NAME=VALUE, or none.');
  return { ...before, [name]: value };
}

export const addPreset = (command: Command): Command =>
  command.option(
    '--option <name=value>',
    `an option for everything it is used for (${OPTION_RULES.map(({ name }) => name).join(', ')}); once for each, or none`,
    option,
  );

/** The options that were given, as the API has them; nothing when none was. */
export const givenPreset = (given: PresetOption) => (given.option ? { options: { ...given.option } } : {});

export const showPreset = (options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
