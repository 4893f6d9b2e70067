/** A file is complete in itself: its credentials belong to accounts that it declares, or to the default one. */
import { DEFAULT_ACCOUNT } from '../api.ts';
import { textsAt } from './entry.ts';
import { nearest } from './nearest.ts';
import { type ConfigProblem, listed } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

export function checkAccounts(source: ConfigSource): ConfigProblem[] {
  const allowed = [...new Set([DEFAULT_ACCOUNT, ...textsAt(source, ['accounts'], 'name').map(({ value }) => value)])];
  return textsAt(source, ['credentials'], 'account')
    .filter(({ value }) => !allowed.includes(value))
    .map(({ path, value }) =>
      problemAt(source, path, `is not an account of this file; there are ${listed(allowed)}`, {
        allowed,
        nearest: nearest(value, allowed),
      }),
    );
}
