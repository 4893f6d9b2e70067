/** What supply stands on: the files it reads, and that it runs at all where a pool wants it. */
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { entriesAt } from './entry.ts';
import { valueAt } from './path.ts';
import type { ConfigProblem } from './problem.ts';
import { type ConfigSource, problemAt } from './yaml-source.ts';

const ENABLED = ['supply', 'enabled'];

function poolsWithoutSupply(source: ConfigSource): ConfigProblem[] {
  if (valueAt(source.data, ENABLED) !== false) return [];
  const message = `needs supply, which supply.enabled (line ${source.lineOf(ENABLED)}) turns off`;
  return entriesAt(source, ['pools'])
    .filter(({ value }) => valueAt(value, ['kind']) === 'supply')
    .map(({ path }) => problemAt(source, [...path, 'kind'], message));
}

function unreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}

const databases = (source: ConfigSource): ConfigProblem[] =>
  ['country', 'asn'].flatMap((name) => {
    const path = ['supply', 'geo', name];
    const file = valueAt(source.data, path);
    const code = typeof file === 'string' && file !== '' && unreadable(resolve(dirname(source.file), file));
    return code ? [problemAt(source, path, `cannot be read (${code})`)] : [];
  });

export const checkSupply = (source: ConfigSource): ConfigProblem[] => [
  ...poolsWithoutSupply(source),
  ...databases(source),
];

/** What is wrong with a store's address, once it is no reference any more. */
export const storeProblem = (address: string): string | undefined =>
  address === 'file:' || /^(?:sqlite:|(?:postgres(?:ql)?|rediss?):\/\/).+/.test(address)
    ? undefined
    : 'must be file:, sqlite:PATH, postgres://… or redis://…';
