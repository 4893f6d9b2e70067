/** From where a credential may be used, on the command line. */
import { addressRangeProblem } from '@atlantic/contract/address-range.ts';
import { type Command, InvalidArgumentError } from 'commander';

export interface AllowFromOptions {
  readonly allowFrom?: readonly string[];
}

function range(text: string, before: readonly string[] = []): readonly string[] {
  const problem = addressRangeProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
  return [...before, text];
}

export const addAllowFrom = (command: Command): Command =>
  command.option('--allow-from <cidr>', 'an address or a range it may be used from; give it once for each', range);

/** The addresses that were given, as the API has them; nothing when none was. */
export const givenAllowFrom = ({ allowFrom }: AllowFromOptions) => (allowFrom ? { allowFrom: [...allowFrom] } : {});

export const showAllowFrom = (allowFrom: readonly string[]): string =>
  allowFrom.length === 0 ? 'anywhere' : allowFrom.join(', ');
