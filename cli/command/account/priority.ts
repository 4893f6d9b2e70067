/** Which accounts are given up first, on the command line. */
import { prioritySchema } from '@atlantic/contract/api.ts';
import { type Command, InvalidArgumentError } from 'commander';

export interface PriorityOption {
  readonly priority?: number;
}

function parsePriority(text: string): number {
  const { data } = prioritySchema.safeParse(text.trim() === '' ? undefined : Number(text));
  if (data === undefined) throw new InvalidArgumentError('Give a whole number from -100 to 100.');
  return data;
}

export const addPriority = (command: Command): Command =>
  command.option(
    '--priority <n>',
    'from -100 to 100; when a plane is overloaded the lowest is given up first, and the highest never',
    parsePriority,
  );

/** The priority where it was given. */
export const givenPriority = ({ priority }: PriorityOption) => ({ ...(priority !== undefined && { priority }) });
