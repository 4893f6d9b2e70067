/** What an account may reach, on the command line. */
import type { Command } from 'commander';

export interface TargetOptions {
  readonly deny?: readonly string[];
  readonly only?: readonly string[];
}

/** A single `none` clears the list. */
const listed = (patterns: readonly string[]): string[] =>
  patterns.length === 1 && patterns[0] === 'none' ? [] : [...patterns];

export const addTargets = (command: Command): Command =>
  command
    .option('--deny <hosts...>', 'hosts, *.suffixes, addresses or ranges it may never reach; none clears the list')
    .option('--only <hosts...>', 'the only ones it may reach; none clears the list');

/** The rules that were given, and only those, as the API has them. */
export const givenTargets = ({ deny, only }: TargetOptions) => ({
  ...(deny !== undefined && { deny: listed(deny) }),
  ...(only !== undefined && { only: listed(only) }),
});
