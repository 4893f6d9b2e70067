/** Reads descriptions of providers: those that come with Atlantic, by name, or a user's own file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemsOfIssue } from '../config/issue-problem.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { openSource } from '../config/yaml-source.ts';
import { type Provider, providerSchema } from './schema.ts';

const DATA = join(import.meta.dirname, 'data');
const ENDING = '.yaml';

export interface GoodProvider {
  /** As it is called in the API: the name it comes with, or that of its file without the ending. */
  readonly name: string;
  readonly provider: Provider;
  readonly problems: [];
}
export type ProviderRead = GoodProvider | { readonly problems: ConfigProblem[] };

/** The names of the providers that come with Atlantic, in order. */
export const providerNames = (): string[] =>
  readdirSync(DATA)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();

/** A reference with a slash in it is the path of a file; anything else is a name. */
export const isOwnFile = (reference: string): boolean => reference.includes('/');

/** Reads the text of a description; `file` is named in problems. */
export function parseProvider(text: string, file: string): ProviderRead {
  const source = openSource(text, file);
  if (source.data === undefined) return { problems: [...source.problems] };
  const parsed = providerSchema.safeParse(source.data);
  const issues = (parsed.error?.issues ?? []).flatMap((issue) => problemsOfIssue(source, issue, providerSchema));
  const problems = [...source.problems, ...issues].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (problems.length > 0 || !parsed.success) return { problems };
  const name = file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');
  return { name, provider: parsed.data, problems: [] };
}

/**
 * The description that `reference` stands for: a name of `providerNames`, or a path relative to `directory`, that of the
 * configuration file. A file that cannot be read is a problem like any other.
 */
export function readProvider(reference: string, directory: string): ProviderRead {
  const own = isOwnFile(reference);
  const file = own ? resolve(directory, reference) : join(DATA, `${reference}${ENDING}`);
  try {
    return parseProvider(readFileSync(file, 'utf8'), own ? file : `${reference}${ENDING}`);
  } catch (error) {
    const message = `cannot be read (${(error as NodeJS.ErrnoException).code})`;
    return { problems: [{ file: own ? file : reference, line: undefined, key: '', value: undefined, message }] };
  }
}
