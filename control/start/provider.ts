/** The description of a provider, as the configuration names it. */
import { formatProblem } from '@atlantic/contract/config/problem.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type GoodProvider, readProvider } from '@atlantic/contract/provider/read.ts';

/** Throws `config_invalid` with the first thing that is wrong with the description. */
export function foundProvider(reference: string, directory: string): GoodProvider {
  const read = readProvider(reference, directory);
  if ('provider' in read) return read;
  const [problem] = read.problems;
  throw new AtlanticError('config_invalid', { detail: problem && formatProblem(problem) });
}
